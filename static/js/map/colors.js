// The map's colors from the style sheet's tokens, resolved for a canvas, which knows
// neither custom properties nor light-dark().

const NAMES = [
  "sea",
  "land",
  "border",
  "river",
  "label",
  "label-soft",
  "building",
  "road",
  "road-edge",
  "green",
];

export function readColors(element) {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const colors = {};
  for (const name of NAMES) {
    probe.style.color = `var(--color-map-${name})`;
    colors[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  colors.font = getComputedStyle(element).fontFamily;
  return colors;
}

export function onColorsChange(paint) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}
