// Fetches vector tiles once, prepares them for drawing, and keeps those of late.

import { readTile } from "./mvt.js";

const KEPT = 256;

export class Tiles {
  // address holds {z}, {x} and {y}; prepare makes of a tile's layers what is drawn.
  constructor(address, prepare) {
    this.address = address;
    this.prepare = prepare;
    this.kept = new Map();
  }

  // Returns a promise of the tile: an empty one where the file has none.
  get({ z, x, y }) {
    const key = `${z}/${x}/${y}`;
    const tile = this.kept.get(key) ?? this.load(key, z, x, y);
    this.kept.delete(key); // the latest stand last
    this.kept.set(key, tile);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    return tile;
  }

  async load(key, z, x, y) {
    try {
      const response = await fetch(
        this.address.replace("{z}", z).replace("{x}", x).replace("{y}", y),
      );
      const isThere = response.status === 200;
      return this.prepare(isThere ? readTile(new Uint8Array(await response.arrayBuffer())) : {});
    } catch (error) {
      this.kept.delete(key); // the next look tries again
      throw error;
    }
  }
}
