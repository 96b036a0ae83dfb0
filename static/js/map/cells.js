// What stands on the part of the map in view, from /map/{z}/{x}/{y}.json: clusters and
// single actions. A tile is 512 pixels wide, so that a screen needs few of them.

import { fetchJson, onMap } from "./leaflet.js";
import { squaresOf } from "./view.js";

const DEEPEST = 18;
const KEPT = 300; // tiles remembered

const readCluster = ([latitude, longitude, count, key]) => ({
  latitude,
  longitude: onMap(longitude),
  count,
  key,
});

const readPoint = ([
  latitude, longitude, key, slug, title, kind, startsOn, status, language, town,
]) => ({
  ...readCluster([latitude, longitude, 1, key]),
  action: { slug, title, kind, startsOn, isCalledOff: status === "CANCELLED", language, town },
});

export class Cells {
  constructor(address, query) {
    this.address = address; // ends where the numbers begin: "/map/"
    this.query = query;
    this.kept = new Map();
  }

  // Returns every cell of a view; one tile that fails fails all.
  async inView(view) {
    const z = Math.min(Math.max(Math.floor(view.zoom) - 1, 0), DEEPEST);
    const cells = await Promise.all(squaresOf(view, z).map((square) => this.tile(square)));
    return cells.flat();
  }

  tile({ z, x, y }) {
    const name = `${z}/${x}/${y}`;
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
