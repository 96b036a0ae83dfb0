// Names on one canvas over the whole map: each once, none over another or over a marker.

import { DEEPEST } from "./ground.js";
import { Surface } from "./surface.js";

const SMALL_TOWNS = 7; // basemap/data: tiles of small towns alone
const MARGIN = 0.25; // of the map's size, drawn beyond its edges for panning
const MOST = 400; // names that are tried in one drawing
const DOT = 2.5;
const COUNT = 220; // pixels that the count above the map may take before it is there

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

export function makeLabels(L, { source: world, colors, language }) {
  const widths = new Map();
  const Labels = L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("canvas", "basemap__labels");
      this.surface = new Surface(this._container);
      this.context = this.surface.context;
      this.redraw = () => this.schedule();
      this._map.on("layeradd layerremove", this.onLayer, this);
    },

    _destroyContainer() {
      this._map.off("layeradd layerremove", this.onLayer, this);
      cancelAnimationFrame(this.frame);
      this._container.remove();
      this._container = null;
    },

    onLayer({ layer }) {
      if (layer instanceof L.Marker) this.schedule();
    },

    schedule() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this._container && this.draw());
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = devicePixelRatio || 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      this.surface.resize(size.x * ratio, size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      this.draw();
    },

    // Yields the labels of the tiles in view, placed in pixels of the map's pane.
    *labels(deepest, source = world) {
      const zoom = this._map.getZoom();
      const z = Math.max(0, Math.min(deepest, Math.round(zoom) - 1));
      const count = 2 ** z;
      const side = (256 * 2 ** zoom) / count;
      const origin = this._map.getPixelOrigin();
      const from = this._bounds.min.add(origin).divideBy(side).floor();
      const to = this._bounds.max.add(origin).divideBy(side).floor();
      for (let x = from.x; x <= to.x; x++) {
        for (let y = Math.max(0, from.y); y <= Math.min(count - 1, to.y); y++) {
          const wrapped = ((x % count) + count) % count;
          for (const label of source.labels(z, wrapped, y, this.redraw)) {
            const place = L.point((x + label.x) * side, (y + label.y) * side);
            if (this._bounds.contains(place.subtract(origin))) {
              yield { ...label, place: place.subtract(origin) };
            }
          }
        }
      }
    },

    markers() {
      const boxes = [];
      this._map.eachLayer((layer) => {
        if (!(layer instanceof L.Marker)) return;
        const { x, y } = this._map.latLngToLayerPoint(layer.getLatLng());
        boxes.push({ left: x - 16, right: x + 16, top: y - 16, bottom: y + 16 });
      });
      return boxes;
    },

    // What is seen of the map, and what stands over it, in pixels of the map's pane.
    readView() {
      const container = this._map.getContainer();
      const { x: width, y: height } = this._map.getSize();
      const { x, y } = this._map.containerPointToLayerPoint([0, 0]);
      const boxOf = (left, top, right, bottom) => ({
        left: x + left,
        top: y + top,
        right: x + right,
        bottom: y + bottom,
      });
      this.view = boxOf(0, 0, width, height);
      const edges = container.getBoundingClientRect();
      const controls = [...container.querySelectorAll(".leaflet-control")].map((control) => {
        const { left, top, right, bottom } = control.getBoundingClientRect();
        return boxOf(left - edges.left, top - edges.top, right - edges.left, bottom - edges.top);
      });
      const count = container.parentElement?.querySelector(".event-map__count");
      if (count) controls.push(boxOf(width - Math.max(count.offsetWidth, COUNT) - 12, 0, width, 40));
      return controls;
    },

    // Places where the whole name is seen come first. A town beyond the edge has none.
    whole(place, boxes, dot) {
      const spot = { left: place.x, right: place.x, top: place.y, bottom: place.y };
      if (holds(this.view, spot)) {
        const isWhole = ({ box }) => holds(this.view, box);
        return [...boxes.filter(isWhole), ...boxes.filter((each) => !isWhole(each))];
      }
      return dot ? boxes.filter(({ box }) => !overlaps(this.view, box)) : boxes;
    },

    draw() {
      const { context } = this;
      const ratio = devicePixelRatio || 1;
      const zoom = this._map.getZoom();
      const { min } = this._bounds;
      const palette = colors();
      context.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
      context.clearRect(min.x, min.y, this._container.width, this._container.height);
      if (!this.until || zoom < this.until) this.write(zoom, palette);
      this.surface.show();
    },

    write(zoom, palette) {
      const { context } = this;
      const all = [...this.labels(DEEPEST)];
      if (Math.round(zoom) > SMALL_TOWNS) all.push(...this.labels(SMALL_TOWNS));
      if (this.streets && zoom >= 15) {
        all.push(...this.labels(this.streets.deepest, this.streets.source));
      }
      const styled = [];
      for (const { tags, place, angle } of all) {
        const style = styleOf(tags, zoom, palette, language);
        if (style) styled.push({ ...style, place, angle });
      }
      styled.sort((a, b) => b.rank - a.rank);
      const boxes = new Boxes();
      this.hidden = this.markers();
      for (const box of [...this.hidden, ...this.readView()]) boxes.add(box);

      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeStyle = palette.land;
      for (const label of styled.slice(0, MOST)) this.put(label, boxes);
    },

    // A street's name lies along it; its box is the square around it.
    putAlong({ lines, place, angle, font, color }, boxes) {
      const { context } = this;
      context.font = font;
      const width = this.widthOf(lines[0]);
      const [x, y] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))].map(
        (part) => (part * width) / 2 + 7,
      );
      const box = { left: place.x - x, right: place.x + x, top: place.y - y, bottom: place.y + y };
      if (!boxes.isFree(box)) return;
      boxes.add(box);
      context.save();
      context.translate(place.x, place.y);
      context.rotate(angle);
      context.textAlign = "center";
      context.fillStyle = color;
      context.strokeText(lines[0], 0, 0);
      context.fillText(lines[0], 0, 0);
      context.restore();
    },

    put(label, boxes) {
      if (label.angle !== undefined) {
        this.putAlong(label, boxes);
        return;
      }
      const { context } = this;
      const { lines, place, size, dot } = label;
      context.font = label.font;
      context.letterSpacing = label.spacing;
      const width = Math.max(...lines.map((line) => this.widthOf(line)));
      const height = size * 1.2 * lines.length;
      const spot = { left: place.x - 3, right: place.x + 3, top: place.y - 3, bottom: place.y + 3 };
      // A town under a marker keeps its name, beside the marker instead of its dot.
      const marker = dot && this.hidden.find((box) => overlaps(box, spot));
      if (dot && !marker && !boxes.isFree(spot)) return;
      const places = marker
        ? placesBeside(marker, height)
        : placesFor(place, width, height, label);
      const placed = places.map(([x, y, align]) => {
        const left = align === "center" ? x - width / 2 : align === "right" ? x - width : x;
        const [top, bottom] = [y - height / 2 - 1, y + height / 2 + 1];
        return { x, y, align, box: { left: left - 3, right: left + width + 3, top, bottom } };
      });
      for (const { x, y, align, box } of this.whole(place, placed, dot)) {
        if (!boxes.isFree(box)) continue;
        boxes.add(box);
        context.textAlign = align;
        context.fillStyle = label.color;
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
    },

    widthOf(text) {
      const key = `${this.context.font}${text}`;
      if (!widths.has(key)) widths.set(key, this.context.measureText(text).width);
      return widths.get(key);
    },
  });
  return new Labels({ padding: MARGIN, pane: "labels" });
}

// A town's name stands beside its dot, where there is room; a country's in the country.
function placesFor({ x, y }, width, height, { dot, reach = 0 }) {
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
