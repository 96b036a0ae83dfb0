// The ground of our maps: land, waters, borders and names from our own server, and streets
// where the operator has them. Borders: docs/data/basemap.md.
//
// The element carries what {% basemap_attributes %} writes.

import { onColorsChange, readColors } from "./colors.js";
import { makeLabels } from "./labels.js";
import { DEEPEST, makeLand, prepareWorld } from "./land.js";
import { addStreets } from "./streets.js";
import { Tiles } from "./tiles.js";

const shared = new Map(); // maps of one page share their tiles

function tilesAt(address, prepare, after) {
  if (!shared.has(address)) shared.set(address, new Tiles(address, prepare, after));
  return shared.get(address);
}

// Adds the ground to a Leaflet map; element has the data attributes and the colors. It is
// asked for at once, and drawn after a promise.
export function addBasemap(L, map, element, after) {
  const { ground, language } = element.dataset;
  const tiles = tilesAt(ground, prepareWorld, after);
  let palette = readColors(element);
  const colors = () => palette;
  const pane = map.createPane("labels");
  pane.style.zIndex = 450; // over what is drawn, under markers
  pane.style.pointerEvents = "none";
  const land = makeLand(L, tiles, colors).addTo(map);
  const labels = makeLabels(L, { tiles, colors, language }).addTo(map);
  const streets = addStreets(L, map, element, {
    colors,
    labels,
    world: tiles,
    worldDeepest: DEEPEST,
  });
  onColorsChange(() => {
    palette = readColors(element);
    for (const layer of [land, ...streets]) layer.repaint();
    labels.schedule();
  });
  map.attributionControl
    ?.setPrefix(false)
    .addAttribution("Natural Earth")
    .addAttribution("GeoNames (CC BY 4.0)");
}
