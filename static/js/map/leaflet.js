// Leaflet for our maps: fetched when a map is shown, and moved as a page wants it.

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

// East of 170 degrees west the world is drawn in one piece; what lies beyond comes
// out at the right edge, so that Siberia stays in one piece.
export const onMap = (longitude) => (longitude < -170 ? longitude + 360 : longitude);

const CLOSEST = { ground: 12, streets: 18 };

// How close a map goes: to its streets, where it has some from the beginning.
export const closest = ({ streets, streetTiles }) =>
  streets || streetTiles ? CLOSEST.streets : CLOSEST.ground;

export function mapOptions({ isStill, dataset }) {
  return {
    minZoom: 1,
    maxZoom: closest(dataset),
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
  // The browser looks at this before any listener: Leaflet's own would hold the page at
  // the first touch.
  container.style.touchAction = "pan-x pan-y";
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
