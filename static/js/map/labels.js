// Names on one canvas over the whole map, written by the painter.

import { DEEPEST, put } from "./ground.js";

const SMALL_TOWNS = 7; // basemap/data: tiles of small towns alone
const MARGIN = 0.25; // of the map's size, drawn beyond its edges for panning
const COUNT = 220; // pixels that the count above the map may take before it is there

export function makeLabels(L, { painter, world, colors, language }) {
  const Labels = L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("canvas", "basemap__labels");
      this._map.on("layeradd layerremove", this.onLayer, this);
    },

    _destroyContainer() {
      this._map.off("layeradd layerremove", this.onLayer, this);
      cancelAnimationFrame(this.frame);
      this._container.remove();
      this._container = null;
    },

    onLayer({ layer }) {
      if (layer instanceof L.Marker) this.schedule();
    },

    schedule() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this._container && this._update());
    },

    // The former picture stays, where it belongs in the new view, until the next is here.
    _reset() {
      this._updateTransform(this._map.getCenter(), this._map.getZoom());
      this._update();
    },

    _updateTransform(center, zoom) {
      if (this._center) L.Renderer.prototype._updateTransform.call(this, center, zoom);
    },

    async _update() {
      const map = this._map;
      if (map._animatingZoom) return;
      const size = map.getSize();
      const min = map.containerPointToLayerPoint(size.multiplyBy(-MARGIN)).round();
      const area = size.multiplyBy(1 + 2 * MARGIN).round();
      const [center, zoom] = [map.getCenter(), map.getZoom()];
      this._container.hidden = zoom >= (this.until ?? Infinity);
      if (this._container.hidden) return;
      const turn = (this.turn = {});
      const corner = min.add(map.getPixelOrigin());
      let picture;
      try {
        picture = await painter.ask({
          does: "names",
          sources: this.sources(zoom),
          view: { left: corner.x, top: corner.y, width: area.x, height: area.y },
          zoom,
          ratio: devicePixelRatio || 1,
          markers: this.markers(min),
          ...this.around(min),
          colors: colors(),
          language,
        });
      } catch (error) {
        console.warn(error);
        return; // the next move asks again
      }
      if (turn !== this.turn || !this._container || map._animatingZoom) return;
      [this._bounds, this._center, this._zoom] = [L.bounds(min, min.add(area)), center, zoom];
      put(this._container, picture);
      this._container.style.width = `${area.x}px`;
      this._container.style.height = `${area.y}px`;
      L.DomUtil.setPosition(this._container, min);
    },

    sources(zoom) {
      const sources = [world];
      if (Math.round(zoom) > SMALL_TOWNS) sources.push({ ...world, deepest: SMALL_TOWNS });
      if (this.streets && zoom >= 15) sources.push(this.streets);
      return sources;
    },

    // Boxes of the markers on the map, from the picture's corner.
    markers(corner) {
      const boxes = [];
      this._map.eachLayer((layer) => {
        if (!(layer instanceof L.Marker)) return;
        const { x, y } = this._map.latLngToLayerPoint(layer.getLatLng()).subtract(corner);
        boxes.push({ left: x - 16, right: x + 16, top: y - 16, bottom: y + 16 });
      });
      return boxes;
    },

    // What is seen of the map, and what stands over it, from the picture's corner.
    around(corner) {
      const container = this._map.getContainer();
      const { x: width, y: height } = this._map.getSize();
      const { x, y } = this._map.containerPointToLayerPoint([0, 0]).subtract(corner);
      const boxOf = (left, top, right, bottom) => ({
        left: x + left,
        top: y + top,
        right: x + right,
        bottom: y + bottom,
      });
      const edges = container.getBoundingClientRect();
      const controls = [...container.querySelectorAll(".leaflet-control")].map((control) => {
        const { left, top, right, bottom } = control.getBoundingClientRect();
        return boxOf(left - edges.left, top - edges.top, right - edges.left, bottom - edges.top);
      });
      const count = container.parentElement?.querySelector(".event-map__count");
      if (count) controls.push(boxOf(width - Math.max(count.offsetWidth, COUNT) - 12, 0, width, 40));
      return { seen: boxOf(0, 0, width, height), controls };
    },
  });
  return new Labels({ padding: MARGIN, pane: "labels" });
}
