// Names on a picture of a part of the world: each once, none over another or a marker.

const MOST = 400; // names that are tried on one picture
const DOT = 2.5;
const widths = new Map();

// Name, size and importance of a label at a zoom, or null where it should not stand.
function styleOf(tags, zoom, colors, language) {
  const text = tags[language] ?? tags[`name:${language}`] ?? tags.name;
  if (tags.road) {
    if (zoom < 15) return null;
    const font = `400 11px ${colors.font}`;
    return { lines: [text], font, size: 11, color: colors["label-soft"], rank: 0, spacing: "0px" };
  }
  if (tags.country) {
    if (zoom > 8) return null;
    const size = Math.min(17, 10 + zoom / 2 + Math.log10(tags.country) * 1.2);
    return {
      lines: wrap(text),
      font: `600 ${size.toFixed(1)}px ${colors.font}`,
      size,
      color: colors["label-soft"],
      rank: 1e8 + tags.country,
      // How far the name may move up or down and still lie in the country, in pixels.
      reach: 0.45 * Math.sqrt(tags.country / 10) * ((256 * 2 ** zoom) / 360),
      spacing: "0.06em",
    };
  }
  if (tags.part && zoom < 11) return null;
  const people = tags.people;
  const large = Math.max(0, Math.log10(Math.max(people, 1000)) - 4);
  const size = Math.min(16, 11 + large * 0.9 + Math.max(0, zoom - 6) * 0.25);
  const isBold = tags.capital || (zoom > 6 && people > 400_000);
  return {
    lines: [text],
    font: `${isBold ? 600 : 400} ${size.toFixed(1)}px ${colors.font}`,
    size,
    color: colors.label,
    rank: people * (tags.capital ? 6 : 1),
    isTown: true,
    dot: zoom < 12,
    spacing: "0px",
  };
}

// Long names of countries in two lines of about the same length.
function wrap(text) {
  if (text.length < 14 || !text.includes(" ")) return [text];
  const gaps = [...text.matchAll(/ /g)].map(({ index }) => index);
  const middle = gaps.reduce((a, b) =>
    Math.abs(b - text.length / 2) < Math.abs(a - text.length / 2) ? b : a,
  );
  return [text.slice(0, middle), text.slice(middle + 1)];
}

const holds = (outer, box) =>
  box.left >= outer.left && box.right <= outer.right && box.top >= outer.top && box.bottom <= outer.bottom;

const overlaps = (a, b) =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

// Boxes in a grid, so that a box is compared with its neighbours alone.
class Boxes {
  constructor() {
    this.cells = new Map();
  }

  *near(box) {
    for (let x = Math.floor(box.left / 128); x <= box.right / 128; x++) {
      for (let y = Math.floor(box.top / 128); y <= box.bottom / 128; y++) yield `${x}/${y}`;
    }
  }

  isFree(box) {
    for (const key of this.near(box)) {
      if (this.cells.get(key)?.some((other) => overlaps(box, other))) return false;
    }
    return true;
  }

  add(box) {
    for (const key of this.near(box)) {
      if (this.cells.has(key)) this.cells.get(key).push(box);
      else this.cells.set(key, [box]);
    }
  }
}

// Draws on a context of ratio pixels of the screen to one of the page. names: {x, y} in
// pixels of the page, with tags and perhaps an angle; markers, controls: boxes to leave
// free; seen: the box that the map shows.
export function writeNames(context, names, { zoom, ratio, colors, language, ...around }) {
  context.scale(ratio, ratio);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colors.land;
  const styled = names
    .map(({ tags, ...name }) => ({ ...styleOf(tags, zoom, colors, language), ...name }))
    .filter(({ lines }) => lines)
    .sort((a, b) => b.rank - a.rank);
  const sheet = new Sheet(context, around);
  for (const name of styled.slice(0, MOST)) sheet.put(name);
}

class Sheet {
  constructor(context, { markers, controls, seen }) {
    this.context = context;
    this.markers = markers;
    this.seen = seen;
    this.boxes = new Boxes();
    for (const box of [...markers, ...controls]) this.boxes.add(box);
  }

  // Places where the whole name is seen come first. A town beyond the edge has none.
  whole({ x, y, dot }, places) {
    if (holds(this.seen, { left: x, right: x, top: y, bottom: y })) {
      const isWhole = ({ box }) => holds(this.seen, box);
      return [...places.filter(isWhole), ...places.filter((each) => !isWhole(each))];
    }
    return dot ? places.filter(({ box }) => !overlaps(this.seen, box)) : places;
  }

  // A street's name lies along it; its box is the square around it.
  putAlong({ lines, x, y, angle, font, color }) {
    const { context, boxes } = this;
    context.font = font;
    const width = this.widthOf(lines[0]);
    const [w, h] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))].map(
      (part) => (part * width) / 2 + 7,
    );
    const box = { left: x - w, right: x + w, top: y - h, bottom: y + h };
    if (!boxes.isFree(box)) return;
    boxes.add(box);
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.textAlign = "center";
    context.fillStyle = color;
    context.strokeText(lines[0], 0, 0);
    context.fillText(lines[0], 0, 0);
    context.restore();
  }

  put(name) {
    if (name.angle !== undefined) {
      this.putAlong(name);
      return;
    }
    const { context, boxes } = this;
    const { lines, size, dot, ...place } = name;
    context.font = name.font;
    context.letterSpacing = name.spacing;
    const width = Math.max(...lines.map((line) => this.widthOf(line)));
    const height = size * 1.2 * lines.length;
    const spot = { left: place.x - 3, right: place.x + 3, top: place.y - 3, bottom: place.y + 3 };
    // A town under a marker keeps its name, beside the marker.
    const marker = name.isTown && this.markers.find((box) => overlaps(box, spot));
    if (dot && !marker && !boxes.isFree(spot)) return;
    const places = marker
      ? placesBeside(marker, height)
      : placesFor(name, width, height);
    const placed = places.map(([x, y, align]) => {
      const left = align === "center" ? x - width / 2 : align === "right" ? x - width : x;
      const [top, bottom] = [y - height / 2 - 1, y + height / 2 + 1];
      return { x, y, align, box: { left: left - 3, right: left + width + 3, top, bottom } };
    });
    for (const { x, y, align, box } of this.whole(name, placed)) {
      if (!boxes.isFree(box)) continue;
      boxes.add(box);
      context.textAlign = align;
      context.fillStyle = name.color;
      if (dot && !marker) {
        context.beginPath();
        context.arc(place.x, place.y, DOT, 0, 7);
        context.lineWidth = 2;
        context.stroke();
        context.fill();
        context.lineWidth = 3;
        boxes.add(spot);
      }
      lines.forEach((line, n) => {
        const at = y + (n - (lines.length - 1) / 2) * size * 1.2;
        context.strokeText(line, x, at);
        context.fillText(line, x, at);
      });
      return;
    }
  }

  widthOf(text) {
    const key = `${this.context.font}${text}`;
    if (!widths.has(key)) widths.set(key, this.context.measureText(text).width);
    return widths.get(key);
  }
}

// A town's name stands beside its dot, where there is room; a country's in the country.
function placesFor({ x, y, dot, isTown, reach = 0 }, width, height) {
  if (isTown && !dot) return [0, -1.8, 1.8].map((part) => [x, y + part * height, "center"]);
  if (!dot) {
    const steps = [0, 0.4, -0.4, 0.7, -0.7, 1, -1].map((part) => part * reach);
    return [0, 0.6, -0.6].flatMap((part) =>
      steps.map((step) => [x + part * reach, y + step, "center"]),
    );
  }
  return [
    [x + 6, y, "left"],
    [x - 6, y, "right"],
    [x, y - height / 2 - 4, "center"],
    [x, y + height / 2 + 4, "center"],
  ];
}

function placesBeside({ left, right, top, bottom }, height) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return [
    [right + 5, y, "left"],
    [left - 5, y, "right"],
    [x, bottom + height / 2 + 3, "center"],
    [x, top - height / 2 - 3, "center"],
  ];
}
