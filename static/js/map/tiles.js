// Fetches tiles once, prepares them for drawing, and keeps those of late.

import { readTile } from "./mvt.js";

const KEPT = 256;

export class Tiles {
  // address holds {z}, {x} and {y}; prepare makes of a tile's layers what is drawn, once
  // the promise after is fulfilled.
  constructor(address, prepare, after) {
    this.address = address;
    this.prepare = prepare;
    this.after = after;
    this.kept = new Map();
  }

  // Returns the tile if it is here, null while it is on its way; then calls onReady.
  get(z, x, y, onReady) {
    const key = `${z}/${x}/${y}`;
    let entry = this.kept.get(key);
    if (entry) {
      this.kept.delete(key); // the latest stand last
    } else {
      entry = { tile: null, waiting: [] };
      this.load(key, entry);
    }
    this.kept.set(key, entry);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    if (!entry.tile && onReady) entry.waiting.push(onReady);
    return entry.tile;
  }

  async load(key, entry) {
    const [z, x, y] = key.split("/");
    try {
      const response = await fetch(
        this.address.replace("{z}", z).replace("{x}", x).replace("{y}", y),
      );
      const isThere = response.status === 200;
      const bytes = isThere ? new Uint8Array(await response.arrayBuffer()) : null;
      await this.after;
      entry.tile = this.prepare(bytes ? readTile(bytes) : {});
    } catch (error) {
      console.warn(error);
      this.kept.delete(key); // the next look tries again
      entry.tile = this.prepare({});
    }
    for (const onReady of entry.waiting.splice(0)) onReady(entry.tile);
  }
}

// Which tile of a file that ends at zoom `deepest` holds a tile, and which part of it.
export function within({ z, x, y }, deepest) {
  const up = Math.max(0, z - deepest);
  const size = 2 ** up;
  const parent = { z: z - up, x: Math.floor(x / size), y: Math.floor(y / size) };
  return { ...parent, size, left: x - parent.x * size, top: y - parent.y * size };
}
