// A view is {center: [latitude, longitude], zoom, size: [width, height] in pixels}, as
// Leaflet means them: the world is 256 pixels wide at zoom 0. Known before Leaflet is
// here, so that what stands in the first view is asked for at once.

const NORTH = 85.0511287798; // where the projection ends
const SNAP = 0.25; // zooms are multiples of it

// Web Mercator: the world as a square from 0 to 1, from the north-west.
function project([latitude, longitude]) {
  const sine = Math.sin((Math.max(-NORTH, Math.min(NORTH, latitude)) * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

function unproject([x, y]) {
  const angle = 2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2;
  return [(angle * 180) / Math.PI, x * 360 - 180];
}

// Returns the closest view of a size that shows both corners [latitude, longitude], some
// pixels from its edges.
export function viewOf([southWest, northEast], size, { padding = 0, maxZoom }) {
  const [[west, south], [east, north]] = [project(southWest), project(northEast)];
  const room = size.map((length) => Math.max(length - 2 * padding, 1));
  const scale = Math.min(room[0] / (east - west), room[1] / (south - north)) / 256;
  const zoom = Math.floor(Math.log2(scale) / SNAP + 0.01) * SNAP;
  const center = unproject([(west + east) / 2, (south + north) / 2]);
  return { center, zoom: Math.max(1, Math.min(zoom, maxZoom)), size };
}

// Returns the squares {z, x, y} of a zoom that cover a view, each once: the world has one
// copy here.
export function squaresOf({ center, zoom, size }, z) {
  const across = 2 ** z;
  const middle = project(center);
  const half = size.map((length) => length / 2 / (256 * 2 ** zoom));
  const [left, top] = middle.map((at, axis) => Math.floor((at - half[axis]) * across));
  const [right, bottom] = middle.map((at, axis) => Math.floor((at + half[axis]) * across));
  const squares = [];
  for (let y = Math.max(top, 0); y <= Math.min(bottom, across - 1); y++) {
    for (let x = left; x <= Math.min(right, left + across - 1); x++) {
      squares.push({ z, x: ((x % across) + across) % across, y });
    }
  }
  return squares;
}
