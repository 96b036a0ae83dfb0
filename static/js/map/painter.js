// Reads and draws the ground's tiles: a worker, so that the map moves meanwhile. Where
// there can be none, js/map/ground.js imports this file and asks it directly.

import { paintBorders, paintWorld, prepareWorld } from "./land.js";
import { paintStreets, prepareStreets } from "./roads.js";
import { Tiles } from "./tiles.js";

const PREPARE = { world: prepareWorld, streets: prepareStreets };
const PAINT = { world: paintWorld, borders: paintBorders, streets: paintStreets };
const EXTENT = 4096; // a tile's own units along a side

function emptyCanvas(size) {
  if ("OffscreenCanvas" in globalThis) return new OffscreenCanvas(size, size);
  return Object.assign(document.createElement("canvas"), { width: size, height: size });
}

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

  // Returns the names of a tile: {x, y, tags, angle?}, places from 0 to 1.
  async labels(wanted) {
    return (await this.tile(wanted)).labels;
  }

  // Draws the part of a tile that begins at left, top and is 1 / parts of its side, as a
  // square of `size` pixels of the screen, `ratio` of them to one of the page.
  async picture({ paint, parts, left, top, size, ratio, zoom, colors, ...wanted }) {
    const tile = await this.tile(wanted);
    const canvas = emptyCanvas(size);
    const context = canvas.getContext("2d");
    const scale = (size * parts) / EXTENT;
    context.translate(-left * size, -top * size);
    context.scale(scale, scale);
    PAINT[paint](context, tile, colors, ratio / scale, zoom);
    return canvas.transferToImageBitmap?.() ?? canvas;
  }
}

// A question is {number, does: "labels" or "picture", ...what it takes}.
if (!("document" in globalThis)) {
  const painter = new Painter();
  addEventListener("message", async ({ data: { number, does, ...wanted } }) => {
    try {
      const result = await painter[does](wanted);
      postMessage({ number, result }, does === "picture" ? [result] : []);
    } catch (error) {
      postMessage({ number, problem: String(error) });
    }
  });
}
