// Land, waters and borders: a Leaflet layer of canvases, drawn out of vector tiles.

import { Surface } from "./surface.js";
import { within } from "./tiles.js";

export const TILE = 512; // pixels: a map at zoom z asks for tiles of zoom z - 1
export const DEEPEST = 6; // basemap/data: tiles with land end there
const DISPUTED = [4, 4];

// Keeps what is drawn as paths, in the tile's own units: they serve at every size.
export function prepareWorld(layers) {
  const paths = {};
  for (const name of ["countries", "lakes", "rivers"]) {
    paths[name] = new Path2D();
    for (const feature of layers[name]?.features ?? []) feature.trace(paths[name]);
  }
  paths.borders = new Path2D();
  paths.disputed = new Path2D();
  for (const feature of layers.borders?.features ?? []) {
    feature.trace(feature.tags.disputed ? paths.disputed : paths.borders);
  }
  return { paths, labels: readLabels(layers.labels) };
}

function readLabels(layer) {
  return (layer?.features ?? []).map(({ tags, ...feature }) => {
    const place = { tags };
    const trace = Object.getPrototypeOf(layer.features[0]).trace;
    const put = (x, y) => Object.assign(place, { x: x / layer.extent, y: y / layer.extent });
    trace.call(feature, { moveTo: put, lineTo: put });
    return place;
  });
}

function paintWorld(context, { paths }, colors, unit, zoom) {
  const line = (path, color, width) => {
    context.strokeStyle = color;
    context.lineWidth = width * unit;
    context.stroke(path);
  };
  context.lineJoin = "round";
  context.fillStyle = colors.land;
  context.fill(paths.countries);
  // Each country is simplified by itself: this closes the hairs between them.
  line(paths.countries, colors.land, 1);
  context.fillStyle = colors.sea;
  context.fill(paths.lakes);
  // Rivers are coarser than the land and would leave their valleys.
  if (zoom > 3 && zoom < 11) line(paths.rivers, colors.river, zoom < 6 ? 0.7 : 1.1);
  const weight = zoom < 5 ? 0.8 : 1.2;
  line(paths.borders, colors.border, weight);
  context.setLineDash(DISPUTED.map((length) => length * unit));
  line(paths.disputed, colors.border, weight);
  context.setLineDash([]);
}

// options: tiles, colors (a function), deepest, paint
export function makeCanvasLayer(L, { tiles, colors, deepest, paint, ...options }) {
  const Layer = L.GridLayer.extend({
    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      const ratio = Math.min(2, devicePixelRatio || 1);
      const zoom = coords.z;
      const part = within({ ...coords, z: Math.max(0, zoom - 1) }, deepest);
      const draw = (tile) => {
        canvas.repaint = () => {
          const surface = new Surface(canvas);
          const { context } = surface;
          surface.resize(TILE * ratio, TILE * ratio);
          const size = TILE * ratio * part.size;
          const scale = size / 4096;
          context.translate(-part.left * TILE * ratio, -part.top * TILE * ratio);
          context.scale(scale, scale);
          paint(context, tile, colors(), ratio / scale, zoom);
          surface.show();
        };
        canvas.repaint();
      };
      const tile = tiles.get(part.z, part.x, part.y, (late) => {
        draw(late);
        done(null, canvas);
      });
      if (tile) {
        draw(tile);
        setTimeout(done, 0, null, canvas); // Leaflet wants the canvas first
      }
      return canvas;
    },

    repaint() {
      for (const { el } of Object.values(this._tiles)) el.repaint?.();
    },
  });
  return new Layer({ tileSize: TILE, updateWhenZooming: false, keepBuffer: 1, ...options });
}

export const makeLand = (L, tiles, colors) =>
  makeCanvasLayer(L, { tiles, colors, deepest: DEEPEST, paint: paintWorld, pane: "tilePane" });
