// Country outlines for our maps: reads static/map/outlines.json (TopoJSON 1.0) and
// draws it on a Leaflet map. No tiles, no other server. Borders: docs/data/outlines.md.

const cache = new Map();

export function once(key, load) {
  if (!cache.has(key)) cache.set(key, load());
  return cache.get(key);
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Error(src));
    document.head.append(script);
  });
}

function loadStyle(href) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = resolve;
    document.head.prepend(link); // our own rules come after it
  });
}

// Fetches Leaflet when a map is really shown: most readers never open one on a phone.
export async function loadLeaflet(script, style) {
  await Promise.all([
    once(style, () => loadStyle(style)),
    window.L ? null : once(script, () => loadScript(script)),
  ]);
  return window.L;
}

export async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
}

// Leaflet wants latitude first; TopoJSON has longitude first.
function decode({ transform, arcs, objects }) {
  const [scaleX, scaleY] = transform.scale;
  const [west, south] = transform.translate;
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(y += dy) * scaleY + south, (x += dx) * scaleX + west]);
  });
  const line = (index) => (index < 0 ? [...lines[~index]].reverse() : lines[index]);
  const join = (indexes) =>
    indexes.flatMap((index, n) => (n ? line(index).slice(1) : line(index)));
  return {
    land: objects.countries.geometries.flatMap((country) =>
      country.arcs.map((polygon) => polygon.map(join)),
    ),
    borders: objects.borders.arcs.map(join),
    disputed: objects.disputed.arcs.map(join),
  };
}

export function loadOutlines(url) {
  return once(url, async () => decode(await fetchJson(url)));
}

// A canvas knows no custom properties: the element's own fill and stroke carry them.
export function drawOutlines(L, map, outlines, element) {
  const renderer = L.canvas({ padding: 0.4 });
  const base = { renderer, interactive: false };
  const land = L.polygon(outlines.land, { ...base, stroke: false, fillOpacity: 1 });
  const borders = L.polyline(outlines.borders, { ...base, weight: 1 });
  const disputed = L.polyline(outlines.disputed, { ...base, weight: 1, dashArray: "4 4" });
  const paint = () => {
    const { fill, stroke } = getComputedStyle(element);
    land.setStyle({ fillColor: fill });
    borders.setStyle({ color: stroke });
    disputed.setStyle({ color: stroke });
  };
  paint();
  for (const layer of [land, borders, disputed]) layer.addTo(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

// East of 170 degrees west the world is drawn in one piece; what lies beyond comes
// out at the right edge (tools/outlines/build_outlines.mjs, SEAM).
export const onMap = (longitude) => (longitude < -170 ? longitude + 360 : longitude);

export function mapOptions({ isStill }) {
  return {
    minZoom: 1,
    maxZoom: 9,
    maxBounds: [
      [-62, -178],
      [85, 200],
    ],
    maxBoundsViscosity: 0.8,
    zoomControl: false,
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    fadeAnimation: !isStill,
    zoomAnimation: !isStill,
    markerZoomAnimation: !isStill,
    inertia: !isStill,
  };
}

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// One finger scrolls the page, two move the map; the wheel zooms only with Ctrl.
export function keepPageScrolling(map, { onOneFinger, onBareWheel }) {
  const container = map.getContainer();
  container.addEventListener(
    "pointerdown",
    (event) => map.dragging[event.pointerType === "touch" ? "disable" : "enable"](),
    { capture: true },
  );
  container.addEventListener(
    "touchmove",
    (event) => event.touches.length === 1 && onOneFinger(),
    { passive: true },
  );
  container.addEventListener(
    "wheel",
    (event) => {
      const zooms = event.ctrlKey || event.metaKey;
      map.scrollWheelZoom[zooms ? "enable" : "disable"]();
      if (!zooms) onBareWheel();
    },
    { capture: true, passive: true },
  );
}
