// Streets, where the operator has them: drawn out of a file of their own, as pictures of
// their own server, or as OpenStreetMap's pictures once the reader has agreed.

import { makeCanvasLayer } from "./land.js";
import { Tiles } from "./tiles.js";

export const FROM = 10; // nearer than this, our own ground is too coarse
const CLOSEST = 18;
const AGREED = "osm-agreed"; // in this tab alone

const GREEN = new Set(
  "allotments cemetery farmland forest garden golf_course grass grassland meadow national_park nature_reserve orchard park pitch protected_area recreation_ground scrub village_green wood".split(
    " ",
  ),
);
// Widths in pixels at zoom 14; Protomaps' kinds of roads.
const ROADS = { path: 0.6, rail: 0.8, minor_road: 2, major_road: 3.4, highway: 4.4 };

export function prepareStreets(layers) {
  const paths = { earth: new Path2D(), water: new Path2D(), green: new Path2D() };
  paths.buildings = new Path2D();
  for (const kind of Object.keys(ROADS)) paths[kind] = new Path2D();
  for (const feature of layers.earth?.features ?? []) {
    if (feature.kind === 3) feature.trace(paths.earth);
  }
  for (const feature of layers.water?.features ?? []) {
    if (feature.kind === 3) feature.trace(paths.water);
  }
  for (const feature of layers.landuse?.features ?? []) {
    if (GREEN.has(feature.tags.kind)) feature.trace(paths.green);
  }
  for (const feature of layers.buildings?.features ?? []) feature.trace(paths.buildings);
  const named = new Map();
  for (const feature of layers.roads?.features ?? []) {
    const { kind, name } = feature.tags;
    if (paths[kind] && kind in ROADS) feature.trace(paths[kind]);
    if (name) nameRoad(named, feature, layers.roads.extent);
  }
  const isThere = Object.keys(layers).length > 0;
  return { paths, isThere, labels: [...named.values()] };
}

// A street's name stands along the longest straight piece that it has in the tile.
function nameRoad(named, feature, extent) {
  let [x, y] = [0, 0];
  const move = (toX, toY) => ([x, y] = [toX, toY]);
  const line = (toX, toY) => {
    const length = Math.hypot(toX - x, toY - y) / extent;
    const known = named.get(feature.tags.name);
    if (length > (known?.length ?? 0)) {
      const angle = Math.atan2(toY - y, toX - x);
      named.set(feature.tags.name, {
        x: (x + toX) / 2 / extent,
        y: (y + toY) / 2 / extent,
        length,
        angle: Math.abs(angle) > Math.PI / 2 ? angle - Math.PI * Math.sign(angle) : angle,
        tags: { ...feature.tags, road: true },
      });
    }
    move(toX, toY);
  };
  feature.trace({ moveTo: move, lineTo: line, closePath() {} });
}

function paintStreets(context, { paths, isThere }, colors, unit, zoom) {
  if (!isThere) return;
  const fill = (path, color) => {
    context.fillStyle = color;
    context.fill(path);
  };
  const everything = new Path2D();
  everything.rect(-4096, -4096, 4096 * 3, 4096 * 3);
  fill(everything, colors.sea);
  fill(paths.earth, colors.land);
  fill(paths.green, colors.green);
  fill(paths.water, colors.sea);
  if (zoom > 13) fill(paths.buildings, colors.building);
  context.lineJoin = context.lineCap = "round";
  const growth = 2 ** ((zoom - 14) * 0.8);
  const wide = (kind) => ROADS[kind] * Math.max(0.4, zoom < 14 ? 2 ** ((zoom - 14) / 2) : growth);
  const shown = Object.keys(ROADS).filter(
    (kind) => zoom > 13 || (kind !== "path" && (zoom > 11 || kind !== "minor_road")),
  );
  for (const [color, more] of [
    [colors["road-edge"], 1.2],
    [colors.road, 0],
  ]) {
    for (const kind of shown) {
      if (more === 0 && (kind === "path" || kind === "rail")) continue;
      context.strokeStyle = color;
      context.lineWidth = (wide(kind) + more) * unit;
      context.stroke(paths[kind]);
    }
  }
}

function paintBorders(context, { paths }, colors, unit) {
  context.strokeStyle = colors.border;
  context.lineWidth = 1.4 * unit;
  context.stroke(paths.borders);
  context.setLineDash([4 * unit, 4 * unit]);
  context.stroke(paths.disputed);
  context.setLineDash([]);
}

// Returns {layers to repaint, tiles whose labels belong to the map}, both may be empty.
export function addStreets(L, map, { dataset }, { colors, world, labels, worldDeepest }) {
  const credit = dataset.streetsCredit;
  if (dataset.streets) {
    const deepest = Number(dataset.streetsZooms.split("-")[1]);
    const tiles = new Tiles(dataset.streets, prepareStreets);
    const options = { colors, minZoom: FROM };
    const streets = makeCanvasLayer(L, { ...options, tiles, deepest, paint: paintStreets, zIndex: 2 });
    // The file's own borders are not drawn: ours stand over its streets.
    const borders = makeCanvasLayer(L, {
      ...options,
      tiles: world,
      deepest: worldDeepest,
      paint: paintBorders,
      zIndex: 3,
    });
    streets.addTo(map);
    borders.addTo(map);
    map.setMaxZoom(CLOSEST);
    map.attributionControl?.addAttribution(credit);
    labels.streets = { tiles, deepest };
    return [streets, borders];
  }
  if (dataset.streetTiles) addPictures(L, map, dataset.streetTiles, credit, labels);
  else if (dataset.osm) askFirst(L, map, dataset, labels);
  return [];
}

function addPictures(L, map, address, attribution, labels) {
  L.tileLayer(address, {
    minZoom: FROM,
    maxZoom: CLOSEST,
    zIndex: 2,
    attribution,
    referrerPolicy: "strict-origin", // OpenStreetMap's policy asks for it
  }).addTo(map);
  map.setMaxZoom(CLOSEST);
  labels.until = FROM; // the pictures have names of their own
  labels.schedule();
}

// Nothing is asked of OpenStreetMap before somebody has read what that means and agreed.
function askFirst(L, map, dataset, labels) {
  const show = () => addPictures(L, map, dataset.osm, dataset.streetsCredit, labels);
  let isAgreed = false;
  try {
    isAgreed = sessionStorage.getItem(AGREED) === "1";
  } catch {
    // Storage may be forbidden: then each page asks.
  }
  if (isAgreed) {
    show();
    return;
  }
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const box = L.DomUtil.create("div", "basemap__ask");
    L.DomEvent.disableClickPropagation(box);
    const button = (text, onClick) => {
      const element = L.DomUtil.create("button", "basemap__button");
      element.type = "button";
      element.textContent = text;
      element.addEventListener("click", onClick);
      return element;
    };
    const start = () => box.replaceChildren(button(dataset.textOsm, ask));
    const ask = () => {
      const words = L.DomUtil.create("p", "basemap__warning");
      words.textContent = dataset.textOsmWarning;
      const yes = button(dataset.textOsmYes, () => {
        try {
          sessionStorage.setItem(AGREED, "1");
        } catch {
          // As above.
        }
        control.remove();
        show();
        map.setZoom(Math.max(map.getZoom(), FROM));
      });
      box.replaceChildren(words, yes, button(dataset.textOsmNo, start));
      yes.focus();
    };
    start();
    return box;
  };
  control.addTo(map);
}
