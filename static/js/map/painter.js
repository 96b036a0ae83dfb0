// Reads and draws the ground's tiles: a worker, so that the map moves meanwhile. Where
// there can be none, js/map/ground.js imports this file and asks it directly.

import { paintBorders, paintWorld, prepareWorld } from "./land.js";
import { writeNames } from "./names.js";
import { paintStreets, prepareStreets } from "./roads.js";
import { Tiles } from "./tiles.js";

const PREPARE = { world: prepareWorld, streets: prepareStreets };
const PAINT = { world: paintWorld, borders: paintBorders, streets: paintStreets };
const EXTENT = 4096; // a tile's own units along a side

function emptyCanvas(width, height) {
  if ("OffscreenCanvas" in globalThis) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

const finished = (canvas) => canvas.transferToImageBitmap?.() ?? canvas;

const range = (first, last) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);

export class Painter {
  constructor() {
    this.sources = new Map();
  }

  // kind: "world" or "streets"; tile: {z, x, y}
  tile({ kind, address, tile }) {
    if (!this.sources.has(address)) {
      this.sources.set(address, new Tiles(address, PREPARE[kind]));
    }
    return this.sources.get(address).get(tile);
  }

  // Draws the part of a tile that begins at left, top and is 1 / parts of its side, as a
  // square of `size` pixels of the screen, `ratio` of them to one of the page.
  async picture({ paint, parts, left, top, size, ratio, zoom, colors, ...wanted }) {
    const tile = await this.tile(wanted);
    const canvas = emptyCanvas(size, size);
    const context = canvas.getContext("2d");
    const scale = (size * parts) / EXTENT;
    context.translate(-left * size, -top * size);
    context.scale(scale, scale);
    PAINT[paint](context, tile, colors, ratio / scale, zoom);
    return finished(canvas);
  }

  // Writes the names of some files {kind, address, deepest} on a part of the world: view
  // {left, top, width, height} in pixels of the page at a zoom. markers: see names.js.
  async names({ sources, view, zoom, ratio, ...how }) {
    const names = await Promise.all(sources.map((source) => this.namesIn(source, view, zoom)));
    const canvas = emptyCanvas(Math.round(view.width * ratio), Math.round(view.height * ratio));
    writeNames(canvas.getContext("2d"), names.flat(), { zoom, ratio, ...how });
    return finished(canvas);
  }

  async namesIn({ kind, address, deepest }, { left, top, width, height }, zoom) {
    const z = Math.max(0, Math.min(deepest, Math.round(zoom) - 1));
    const across = 2 ** z;
    const side = (256 * 2 ** zoom) / across;
    const columns = range(Math.floor(left / side), Math.floor((left + width) / side));
    const rows = range(
      Math.max(0, Math.floor(top / side)),
      Math.min(across - 1, Math.floor((top + height) / side)),
    );
    const placed = columns.flatMap((x) =>
      rows.map(async (y) => {
        const tile = { z, x: ((x % across) + across) % across, y };
        const { labels } = await this.tile({ kind, address, tile });
        return labels.map((label) => ({
          ...label,
          x: (x + label.x) * side - left,
          y: (y + label.y) * side - top,
        }));
      }),
    );
    const names = (await Promise.all(placed)).flat();
    return names.filter(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height);
  }
}

// A question is {number, does: "picture" or "names", ...what it takes}.
if (!("document" in globalThis)) {
  const painter = new Painter();
  addEventListener("message", async ({ data: { number, does, ...wanted } }) => {
    try {
      const result = await painter[does](wanted);
      postMessage({ number, result }, [result]);
    } catch (error) {
      postMessage({ number, problem: String(error) });
    }
  });
}
