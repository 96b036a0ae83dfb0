// The ground as Leaflet shows it. It is read and drawn by js/map/painter.js, elsewhere.

export const TILE = 512; // pixels: a map at zoom z asks for tiles of zoom z - 1
export const DEEPEST = 6; // basemap/data: tiles with land end there

// Asks the worker; or the same code here, where a browser or a frame allows no worker.
export class Painter {
  // address: of js/map/painter.js
  constructor(address) {
    this.address = address;
    this.questions = new Map();
    this.number = 0;
    try {
      this.worker = new Worker(address, { type: "module" });
      this.worker.addEventListener("message", ({ data }) => this.answered(data));
      this.worker.addEventListener("error", () => this.failed());
    } catch {
      // A frame without an origin of its own may not start one.
    }
  }

  ask(question) {
    if (!this.worker) return this.here(question);
    return new Promise((resolve, reject) => {
      this.questions.set(++this.number, { question, resolve, reject });
      this.worker.postMessage({ number: this.number, ...question });
    });
  }

  async here({ does, ...wanted }) {
    this.local ??= import(this.address).then(({ Painter }) => new Painter());
    return (await this.local)[does](wanted);
  }

  answered({ number, result, problem }) {
    const { resolve, reject } = this.questions.get(number);
    this.questions.delete(number);
    if (problem) reject(new Error(problem));
    else resolve(result);
  }

  failed() {
    this.worker = null;
    for (const { question, resolve } of this.questions.values()) resolve(this.here(question));
    this.questions.clear();
  }
}

// Which tile of a file that ends at zoom `deepest` holds a tile, and which part of it.
export function within({ z, x, y }, deepest) {
  const up = Math.max(0, z - deepest);
  const parts = 2 ** up;
  const tile = { z: z - up, x: Math.floor(x / parts), y: Math.floor(y / parts) };
  return { tile, parts, left: x - tile.x * parts, top: y - tile.y * parts };
}

// Shows a picture of the painter on a canvas.
export function put(canvas, picture) {
  canvas.width = picture.width;
  canvas.height = picture.height;
  const sheet = "ImageBitmap" in window && picture instanceof ImageBitmap;
  if (sheet) canvas.getContext("bitmaprenderer").transferFromImageBitmap(picture);
  else canvas.getContext("2d").drawImage(picture, 0, 0);
}

// A Leaflet layer of canvases. source: {kind, address, deepest}, a file of tiles and where
// it ends; colors: a function; paint: how it is drawn, by the painter's name for it.
export function makeLayer(L, { painter, source, colors, paint, ...options }) {
  const Layer = L.GridLayer.extend({
    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      const ratio = Math.min(2, devicePixelRatio || 1);
      const { kind, address, deepest } = source;
      const part = within({ ...coords, z: Math.max(0, coords.z - 1) }, deepest);
      const what = { does: "picture", kind, address, paint, ...part };
      let latest = null;
      canvas.repaint = async () => {
        const palette = (latest = colors());
        const how = { size: TILE * ratio, ratio, zoom: coords.z, colors: palette };
        const picture = await painter.ask({ ...what, ...how });
        if (latest === palette) put(canvas, picture);
      };
      canvas.repaint().then(
        () => done(null, canvas),
        (error) => {
          console.warn(error);
          done(error, canvas);
        },
      );
      return canvas;
    },

    repaint() {
      for (const { el } of Object.values(this._tiles)) el.repaint();
    },
  });
  return new Layer({ tileSize: TILE, updateWhenZooming: false, keepBuffer: 1, ...options });
}
