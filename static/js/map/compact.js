// Large numbers as short as a marker needs them: 12K, 1,2 тис.
//
// Intl.NumberFormat would do it, but takes a slow phone a tenth of a second the first
// time, and Chromium does not know Belarusian. The marks come from {% compact_marks %}.

// marks: {thousand, million, point}; without a mark for thousands they stay whole.
export function compact(count, { thousand, million, point }) {
  if (count < 1000) return String(count);
  const [unit, mark] = count < 999_500 ? [1e3, thousand] : [1e6, million];
  if (!mark) return String(count);
  const value = count / unit;
  const text = value < 9.95 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
  return text.replace(".", point) + mark;
}
