// Streets, where the operator has them: drawn out of a file of their own, as pictures of
// their own server, or as OpenStreetMap's pictures once the reader has agreed.

import { makeLayer } from "./ground.js";

export const FROM = 10; // nearer than this, our own ground is too coarse
const CLOSEST = 18;
const AGREED = "osm-agreed"; // in this tab alone

// Returns the layers to repaint when the colors change.
export function addStreets(L, map, { dataset }, { painter, colors, world, labels }) {
  const credit = dataset.streetsCredit;
  if (dataset.streets) {
    const deepest = Number(dataset.streetsZooms.split("-")[1]);
    const source = { kind: "streets", address: dataset.streets, deepest };
    const options = { painter, colors, minZoom: FROM };
    const streets = makeLayer(L, { ...options, source, paint: "streets", zIndex: 2 });
    const borders = makeLayer(L, { ...options, source: world, paint: "borders", zIndex: 3 });
    streets.addTo(map);
    borders.addTo(map);
    map.attributionControl?.addAttribution(credit);
    labels.streets = source;
    labels.schedule();
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
