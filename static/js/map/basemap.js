// The ground of our maps: land, waters, borders and names from our own server, and streets
// where the operator has them. Borders: docs/data/basemap.md.
//
// The element carries what {% basemap_attributes %} writes.

import { onColorsChange, readColors } from "./colors.js";
import { DEEPEST, makeLayer, Painter } from "./ground.js";
import { makeLabels } from "./labels.js";
import { addStreets } from "./streets.js";

let painter = null; // maps of one page share it

// Starts what draws the ground, for an element that soon has a map.
export function startPainter({ dataset }) {
  painter ??= new Painter(dataset.painter);
}

// Adds the ground to a Leaflet map; element has the data attributes and the colors.
export function addBasemap(L, map, element) {
  startPainter(element);
  const { ground, language } = element.dataset;
  const world = { kind: "world", address: ground, deepest: DEEPEST };
  let palette = readColors(element);
  const colors = () => palette;
  const pane = map.createPane("labels");
  pane.style.zIndex = 450; // over what is drawn, under markers
  pane.style.pointerEvents = "none";
  // Before the names, which keep off it.
  map.attributionControl
    ?.setPrefix(false)
    .addAttribution("Natural Earth")
    .addAttribution("GeoNames (CC BY 4.0)");
  const land = makeLayer(L, { painter, source: world, colors, paint: "world" }).addTo(map);
  const labels = makeLabels(L, { painter, world, colors, language }).addTo(map);
  const streets = addStreets(L, map, element, { painter, colors, world, labels });
  onColorsChange(() => {
    palette = readColors(element);
    for (const layer of [land, ...streets]) layer.repaint();
    labels.schedule();
  });
}
