// <event-map>: shows on a map what the list beside it says in words.
//
// Either tiles and query (the selection, as in the address) or data-latitude and
// data-longitude (one place). Everything on the map is in the list, so markers stay out
// of the tab order and of the screen reader's way. What is chosen on it goes out as the
// event "map:narrow", with what is to change in the address; js/list/finder.js hears it.

import { addBasemap, startPainter } from "./basemap.js";
import { Cells } from "./cells.js";
import { compact } from "./compact.js";
import {
  closest,
  isStill,
  keepPageScrolling,
  loadLeaflet,
  mapOptions,
  onMap,
} from "./leaflet.js";
import { merge } from "./merge.js";
import { make, Panel } from "./panel.js";
import { viewOf } from "./view.js";

const EUROPE = [
  [35, -11],
  [66, 46],
];
const PHONE = matchMedia("(max-width: 59.99rem)");
const SETTLED = 350; // milliseconds without a move
const STREETS = 15; // the zoom at which they are read
const NEAR = 60; // pixels between a card's place and the marker that stands for it

// Bounds are [south-west, north-east], each [latitude, longitude].
function readBounds(text) {
  const [west, south, east, north] = (text ?? "").split(",").map(Number);
  if (![west, south, east, north].every(Number.isFinite)) return null;
  return [
    [south, onMap(west)],
    [north, onMap(east)],
  ];
}

const contains = ([low, high], [least, most]) =>
  [0, 1].every((axis) => low[axis] <= least[axis] && most[axis] <= high[axis]);

const intersects = ([low, high], [least, most]) =>
  [0, 1].every((axis) => low[axis] <= most[axis] && least[axis] <= high[axis]);

class EventMap extends HTMLElement {
  connectedCallback() {
    if (this.started) return;
    this.started = true;
    const isFramed = "target" in this.dataset; // where the frame itself is the choice
    if (this.isOfMany && !isFramed) this.addToggle();
    if (isFramed) {
      this.start(); // a frame below the fold is loaded late itself
      return;
    }
    // Nothing is fetched for a map that nobody scrolls to, or that stays folded.
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (!this.isFolded) this.start();
    }).observe(this);
  }

  get isOfMany() {
    return this.hasAttribute("tiles");
  }

  get isFolded() {
    return this.toggle && PHONE.matches && !this.classList.contains("is-open");
  }

  get selection() {
    return new URLSearchParams(this.getAttribute("query"));
  }

  addToggle() {
    this.toggle = make("button", "event-map__toggle button button--quiet", this.dataset.textShow);
    this.toggle.type = "button";
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.addEventListener("click", () => {
      const isOpen = this.classList.toggle("is-open");
      this.toggle.setAttribute("aria-expanded", String(isOpen));
      this.toggle.textContent = isOpen ? this.dataset.textHide : this.dataset.textShow;
      if (isOpen) this.start();
    });
    this.append(this.toggle);
    PHONE.addEventListener("change", () => !this.isFolded && this.start());
  }

  start() {
    this.ready ??= this.draw().catch((error) => {
      console.warn(error);
      this.frame?.remove();
      this.append(make("p", "event-map__failed", this.dataset.textFailed));
    });
    return this.ready;
  }

  async draw() {
    startPainter(this);
    this.frame = make("div", "event-map__frame");
    this.frame.dir = "ltr"; // Leaflet places its panes from the left
    this.canvas = make("div", "event-map__canvas");
    this.canvas.setAttribute("role", "region");
    this.canvas.setAttribute("aria-label", this.dataset.textLabel);
    this.hint = make("p", "event-map__hint");
    this.hint.setAttribute("aria-hidden", "true");
    this.panel = new Panel(this);
    this.counter = make("p", "event-map__count");
    this.counter.setAttribute("role", "status");
    // Who chooses in the filter hears the list's number, who moves the map the map's.
    this.counter.setAttribute("aria-live", "off");
    this.frame.addEventListener("focusin", () => this.counter.setAttribute("aria-live", "polite"));
    this.frame.addEventListener("focusout", () => this.counter.setAttribute("aria-live", "off"));
    this.frame.append(this.canvas, this.counter, this.hint, this.panel.element);
    this.append(this.frame);
    if (this.isOfMany) {
      this.readSelection();
      this.tiles.inView(this.view()).catch(() => null); // asked for again when it is drawn
    }

    const L = await loadLeaflet(this.getAttribute("leaflet"), this.getAttribute("leaflet-style"));
    this.L = L;
    this.map = L.map(this.canvas, mapOptions({ isStill: isStill(), dataset: this.dataset }));
    L.control
      .zoom({ zoomInTitle: this.dataset.textZoomIn, zoomOutTitle: this.dataset.textZoomOut })
      .addTo(this.map);
    this.map.getPane("markerPane").setAttribute("aria-hidden", "true");
    this.points = L.layerGroup().addTo(this.map);
    keepPageScrolling(this.map, {
      onOneFinger: () => this.say(this.dataset.textFingers),
      onBareWheel: () => this.say(this.dataset.textWheel),
    });
    this.look();
    if (this.isOfMany) this.followList();
    else this.drawPlace();
    addBasemap(L, this.map, this);
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(this.canvas);
  }

  // --- Where to look ---

  look() {
    const { center, zoom } = this.view();
    this.map.setView(center, zoom, { animate: false });
  }

  // A place is shown among its streets, where there are some and it is said exactly.
  get nearness() {
    return closest(this.dataset) > STREETS && !("coarse" in this.dataset) ? STREETS : 9;
  }

  // Where the map begins, and goes when the list shows another selection.
  view() {
    const size = [this.canvas.clientWidth, this.canvas.clientHeight];
    const { latitude, longitude, zoom, center } = this.dataset;
    if (latitude || center) {
      const place = latitude ? [latitude, longitude, zoom || this.nearness] : center.split(",");
      const [north, east, closeness] = place.map(Number);
      return { center: [north, onMap(east)], zoom: closeness, size };
    }
    const bounds = readBounds(this.selection.get("bounds"));
    if (bounds) return viewOf(bounds, size, { maxZoom: closest(this.dataset) });
    const extent = readBounds(this.getAttribute("extent"));
    // One action on another continent would shrink all others to a dot; the count on
    // the map says that there are more.
    if (extent && (contains(EUROPE, extent) || !intersects(EUROPE, extent))) {
      return viewOf(extent, size, { padding: 44, maxZoom: 9 });
    }
    return viewOf(EUROPE, size, { maxZoom: 9 });
  }

  // Shows a place that stays out of the address: the list then cannot follow, unless
  // one asks for what is on the map.
  async goTo(place, zoom) {
    if (this.isFolded) this.toggle.click();
    await this.start();
    if (!this.map) return; // it said that it failed
    if (this.only?.checked) this.narrow({ bounds: null });
    this.isMoved = false;
    this.map.setView([place[0], onMap(place[1])], zoom, { animate: false });
    this.scrollIntoView({ block: "nearest" });
    this.only?.focus({ preventScroll: true });
  }

  drawPlace() {
    const icon = make("span", "event-map__point");
    icon.classList.toggle("event-map__point--coarse", "coarse" in this.dataset);
    this.addMarker([this.map.getCenter().lat, this.map.getCenter().lng], icon, {
      interactive: false,
    });
  }

  addMarker(place, html, options) {
    const icon = this.L.divIcon({ html, className: "event-map__marker", iconSize: [44, 44] });
    return this.L.marker(place, { icon, keyboard: false, ...options }).addTo(this.points);
  }

  // --- The selection ---

  // Called when the list shows another selection; `looks` where the map should follow.
  follow(query, extent, { looks }) {
    this.setAttribute("query", query);
    this.setAttribute("extent", extent);
    if (!this.map) return;
    this.panel.close();
    this.readSelection();
    if (looks) this.look();
    this.update();
  }

  readSelection() {
    const query = this.selection;
    if (this.only) this.only.checked = query.has("bounds");
    // The map still shows what is around the part, or the spot, that the list is cut to.
    for (const name of ["bounds", "spot"]) query.delete(name);
    this.points?.clearLayers();
    this.shown = new Map();
    this.tiles = new Cells(this.getAttribute("tiles"), query.toString());
  }

  followList() {
    this.addOnly();
    this.map.on("moveend", () => {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settled(), SETTLED);
      this.update();
    });
    this.map.on("dragstart zoomstart", () => (this.isMoved = true));
    this.map.on("click", () => this.panel.close());
    for (const type of ["pointerover", "focusin"]) {
      document.addEventListener(type, (event) => this.point(event.target.closest?.("[data-at]")));
    }
    this.update();
  }

  addOnly() {
    if (!this.dataset.textOnly) return;
    const label = make("label", "event-map__only");
    this.only = make("input");
    this.only.type = "checkbox";
    this.only.checked = this.selection.has("bounds");
    this.only.addEventListener("change", () =>
      this.narrow({ bounds: this.only.checked ? this.boundsText() : null }),
    );
    label.append(this.only, make("span", "", this.dataset.textOnly));
    this.frame.before(label);
  }

  boundsText() {
    const bounds = this.map.getBounds();
    const degrees = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return degrees.map((each) => each.toFixed(4)).join(",");
  }

  settled() {
    if (this.isMoved && this.only?.checked) {
      this.narrow({ bounds: this.boundsText() }, { replaces: true });
    }
    this.isMoved = false;
  }

  narrow(changes, { replaces = false } = {}) {
    const detail = { changes, replaces };
    const event = new CustomEvent("map:narrow", { bubbles: true, cancelable: true, detail });
    if (!this.dispatchEvent(event)) return; // somebody does it without reloading
    const query = this.selection;
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) query.delete(name);
      else query.set(name, value);
    }
    const address = `${this.dataset.listUrl}?${query}`;
    if (this.dataset.target) open(address, this.dataset.target, "noopener");
    else location.assign(address);
  }

  // --- What stands on it ---

  async update() {
    const tiles = this.tiles;
    const turn = (this.turn = {});
    try {
      const { x, y } = this.map.getSize();
      const { lat, lng } = this.map.getCenter();
      const view = { center: [lat, lng], zoom: this.map.getZoom(), size: [x, y] };
      this.cells = await tiles.inView(view);
    } catch (error) {
      console.warn(error);
      return; // what is there stays; the next move asks again
    }
    if (turn === this.turn) this.drawGroups();
  }

  // Markers that stay are left alone, so that nothing flickers.
  drawGroups() {
    const groups = merge(this.map, this.cells);
    const before = this.shown;
    this.shown = new Map();
    for (const group of groups) {
      const name = `${group.latitude},${group.longitude},${group.count}`;
      const marker = before.get(name) ?? this.drawGroup(group);
      before.delete(name);
      marker.group = group;
      this.shown.set(name, marker);
    }
    for (const marker of before.values()) marker.remove();
    this.count();
  }

  drawGroup(group) {
    const icon = make("span", "event-map__point");
    if (group.count > 1) {
      icon.classList.add("event-map__point--many");
      icon.textContent = compact(group.count, this.dataset);
    }
    if (group.action?.isCalledOff) icon.classList.add("event-map__point--called-off");
    const marker = this.addMarker([group.latitude, group.longitude], icon, {});
    marker.icon = icon;
    marker.on("click", () => this.open(marker));
    marker.on("mouseover", () => this.mark(marker));
    marker.on("mouseout", () => this.mark(null));
    return marker;
  }

  // Tells one action, opens the list of one spot, or looks closer.
  open(marker) {
    const { action, cells, key, latitude, longitude } = marker.group;
    if (action) {
      this.panel.show(action);
      this.mark(marker);
      return;
    }
    if (key !== null) {
      this.narrow({ spot: key, bounds: null });
      return;
    }
    const bounds = this.L.latLngBounds(cells.map((c) => [c.latitude, c.longitude]));
    if (this.map.getZoom() >= this.map.getMaxZoom()) {
      const { _northEast: north, _southWest: south } = bounds.pad(0.1);
      const degrees = [south.lng - 0.01, south.lat - 0.01, north.lng + 0.01, north.lat + 0.01];
      this.narrow({ bounds: degrees.map((each) => each.toFixed(4)).join(","), spot: null });
      return;
    }
    const closer = this.map.getBoundsZoom(bounds, false, this.L.point(60, 60));
    const least = this.map.getZoom() + (cells.length > 1 ? 1 : 2);
    const zoom = Math.min(Math.max(closer, least), this.map.getZoom() + 4, this.map.getMaxZoom());
    this.map.setView(cells.length > 1 ? bounds.getCenter() : [latitude, longitude], zoom);
  }

  // --- List and map point at each other ---

  markerOf(card) {
    const [latitude, longitude] = card.dataset.at.split(",").map(Number);
    const place = this.map.project([latitude, onMap(longitude)]);
    let [nearest, least] = [null, NEAR];
    for (const marker of this.shown.values()) {
      const distance = this.map.project(marker.getLatLng()).distanceTo(place);
      if (distance < least) [nearest, least] = [marker, distance];
    }
    return nearest;
  }

  point(card) {
    this.pointed?.classList.remove("is-pointed");
    this.pointed = card ? this.markerOf(card)?.icon : null;
    this.pointed?.classList.add("is-pointed");
  }

  mark(marker) {
    for (const card of document.querySelectorAll("[data-at]")) {
      card.classList.toggle("is-marked", marker !== null && this.markerOf(card) === marker);
    }
  }

  // --- In words ---

  count() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => {
      const bounds = this.map.getBounds();
      const seen = this.cells
        .filter((cell) => bounds.contains([cell.latitude, cell.longitude]))
        .reduce((sum, cell) => sum + cell.count, 0);
      const words = document.querySelector("[data-count-words]")?.dataset.countWords;
      const text = (words ?? this.dataset.textCount).replace("%(count)s", seen.toLocaleString(document.documentElement.lang));
      if (text !== this.counter.textContent) this.counter.textContent = text;
    }, SETTLED);
  }

  say(text) {
    this.hint.textContent = text;
    this.hint.classList.add("is-said");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.hint.classList.remove("is-said"), 1600);
  }
}

customElements.define("event-map", EventMap);
