// Whose land is whose on our maps, and which lines are disputed.
//
// Natural Earth follows whoever holds the ground; our maps follow the General Assembly of
// the United Nations (on Ukraine: resolution 68/262). Every change: docs/data/basemap.md.

import { feature, mesh } from "topojson-client";

// Longitude and latitude; in Natural Earth Crimea is one polygon of Russia's.
const CRIMEA = { west: 32.3, south: 44.2, east: 36.75, north: 46.35 };

// Natural Earth's names where it knows no country's number.
const PART_OF = {
  Kosovo: "XK",
  "N. Cyprus": "CY",
  "Cyprus U.N. Buffer Zone": "CY",
  Akrotiri: "CY",
  Dhekelia: "CY",
  Somaliland: "SO",
  Baikonur: "KZ",
  "Siachen Glacier": "IN",
  "USNB Guantanamo Bay": "CU",
  "Indian Ocean Ter.": "AU",
  "Coral Sea Is.": "AU",
  "Ashmore and Cartier Is.": "AU",
  "Clipperton I.": "FR",
  "Bajo Nuevo Bank": "CO",
  "Serranilla Bank": "CO",
};

const everywhere = () => true;
// Dashed, and where: of India's and Pakistan's line only that through Kashmir.
const DISPUTED = {
  "RS-XK": everywhere,
  "IL-PS": everywhere,
  "IL-SY": everywhere,
  "CN-IN": everywhere,
  "IN-PK": ([longitude, latitude]) => latitude > 32.3 && longitude > 73.4,
  "EG-SD": ([longitude]) => longitude > 33.1,
};

// Lines that Natural Earth does not have: the border of Western Sahara, and Syria's on the
// Golan before 1967 along the Jordan and the lake (roughly, a few points).
const SAHARA_NORTH = 27.6667;
const ADDED = [
  [
    [-13.16, SAHARA_NORTH],
    [-8.67, SAHARA_NORTH],
  ],
  [
    [35.66, 33.27],
    [35.62, 33.2],
    [35.63, 33.06],
    [35.62, 32.9],
    [35.65, 32.83],
    [35.64, 32.76],
    [35.66, 32.69],
  ],
];

// Natural Earth ends the Dnipro's mouth on the streets of Kherson: these bends are left out.
const KHERSON = { west: 32.59, south: 46.62, east: 32.65, north: 46.65 };

const isIn = ([longitude, latitude], { west, south, east, north }) =>
  longitude > west && longitude < east && latitude > south && latitude < north;

const ringsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs);

function isInCrimea(topology, polygon) {
  const line = { type: "MultiLineString", arcs: polygon };
  const points = feature(topology, line).geometry.coordinates.flat();
  return points.every((point) => isIn(point, CRIMEA));
}

// Takes what lies south (or north) of a latitude out of a ring (Sutherland and Hodgman).
function clip(ring, latitude, side) {
  const result = [];
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]];
    const [isA, isB] = [a, b].map((point) => (point[1] - latitude) * side >= 0);
    if (isA) result.push(a);
    if (isA !== isB) {
      const share = (latitude - a[1]) / (b[1] - a[1]);
      result.push([a[0] + share * (b[0] - a[0]), latitude]);
    }
  }
  if (result.length) result.push(result[0]);
  return result;
}

const clipAll = (polygons, latitude, side) =>
  polygons
    .map((polygon) => polygon.map((ring) => clip(ring, latitude, side)))
    .filter(([outer]) => outer.length > 3);

// Returns {countries: {code: polygons}, borders: [line], disputed: [line]} of longitude and
// latitude in degrees.
export function readCountries(topology, codes) {
  const { geometries } = topology.objects.countries;
  const owned = geometries.map((geometry) => ({
    type: "MultiPolygon",
    owner: PART_OF[geometry.properties.name] ?? codes[geometry.id] ?? "",
    arcs: ringsOf(geometry),
  }));
  const find = (code) => owned.find(({ owner }) => owner === code);
  const crimea = find("RU").arcs.filter((polygon) => isInCrimea(topology, polygon));
  if (crimea.length !== 1) throw new Error("Crimea is not where it was in the source");
  find("RU").arcs = find("RU").arcs.filter((polygon) => polygon !== crimea[0]);
  find("UA").arcs = [...find("UA").arcs, ...crimea];

  const countries = {};
  for (const geometry of owned) {
    const { coordinates } = feature(topology, geometry).geometry;
    countries[geometry.owner] = [...(countries[geometry.owner] ?? []), ...coordinates];
  }
  countries.UA = countries.UA.map((polygon) =>
    polygon.map((ring) => ring.filter((point) => !isIn(point, KHERSON))),
  );
  const sahara = clipAll(countries.MA, SAHARA_NORTH, -1);
  countries.EH.push(...sahara);
  countries.MA = clipAll(countries.MA, SAHARA_NORTH, 1);

  const borders = [];
  const disputed = [...ADDED];
  const world = { type: "GeometryCollection", geometries: owned };
  const pairs = new Set();
  mesh(topology, world, (a, b) => {
    if (a.owner !== b.owner) pairs.add([a.owner, b.owner].sort().join("-"));
    return false;
  });
  pairs.delete("EH-MA"); // the wall in the sand is no border
  for (const pair of pairs) {
    const lines = mesh(
      topology,
      world,
      (a, b) => a.owner !== b.owner && [a.owner, b.owner].sort().join("-") === pair,
    ).coordinates;
    const isDisputed = DISPUTED[pair] ?? (() => false);
    for (const line of lines) split(line, isDisputed, borders, disputed);
  }
  return { countries, borders, disputed };
}

// Cuts a line where it begins or ends to be disputed.
function split(line, isDisputed, borders, disputed) {
  let part = [line[0]];
  for (let i = 1; i < line.length; i++) {
    part.push(line[i]);
    const next = line[i + 1];
    if (!next || isDisputed(line[i]) !== isDisputed(next)) {
      (isDisputed(line[i]) ? disputed : borders).push(part);
      part = [line[i]];
    }
  }
}
