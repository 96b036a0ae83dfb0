// What stands on the part of the map in view, from /map/{z}/{x}/{y}.json: clusters and
// single actions. A tile is 512 pixels wide, so that a screen needs few of them.

import { fetchJson, onMap } from "./leaflet.js";

const DEEPEST = 18;
const KEPT = 300; // tiles remembered

// Returns the tiles that cover the view, each once: the world has one copy here.
export function tilesInView(map) {
  const z = Math.min(Math.max(Math.floor(map.getZoom()) - 1, 0), DEEPEST);
  const across = 2 ** z;
  const bounds = map.getBounds();
  const first = map.project(bounds.getNorthWest(), z).divideBy(256).floor();
  const last = map.project(bounds.getSouthEast(), z).divideBy(256).floor();
  const tiles = new Set();
  for (let y = Math.max(first.y, 0); y <= Math.min(last.y, across - 1); y++) {
    for (let x = first.x; x <= Math.min(last.x, first.x + across - 1); x++) {
      tiles.add(`${z}/${((x % across) + across) % across}/${y}`);
    }
  }
  return [...tiles];
}

const readCluster = ([latitude, longitude, count, key]) => ({
  latitude,
  longitude: onMap(longitude),
  count,
  key,
});

const readPoint = ([latitude, longitude, key, slug, title, kind, startsOn, status, language]) => ({
  ...readCluster([latitude, longitude, 1, key]),
  action: { slug, title, kind, startsOn, isCalledOff: status === "CANCELLED", language },
});

export class Cells {
  constructor(address, query) {
    this.address = address; // ends where the numbers begin: "/map/"
    this.query = query;
    this.kept = new Map();
  }

  // Returns every cell of the view; one tile that fails fails all.
  async inView(map) {
    const cells = await Promise.all(tilesInView(map).map((tile) => this.tile(tile)));
    return cells.flat();
  }

  tile(name) {
    if (!this.kept.has(name)) {
      if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value);
      const loading = this.load(name);
      loading.catch(() => this.kept.delete(name)); // the next move asks again
      this.kept.set(name, loading);
    }
    return this.kept.get(name);
  }

  async load(name) {
    const query = this.query ? `?${this.query}` : "";
    const { clusters, points } = await fetchJson(`${this.address}${name}.json${query}`);
    return [...clusters.map(readCluster), ...points.map(readPoint)];
  }
}
