// <event-map>: draws on a map what the list beside it says in words.
//
// Either src (GeoJSON of actions) or data-latitude and data-longitude (one place).
// Everything on the map is in the list, so points stay out of the tab order and of the
// screen reader's way; texts come translated as data-text-… and enter by textContent.

import { addBasemap } from "./map/basemap.js";
import { fetchJson, isStill, keepPageScrolling, loadLeaflet, mapOptions, onMap } from "./map/leaflet.js";

const MERGE_DISTANCE = 40; // pixels: nearer points become one
const ONE_SPOT = 50; // metres: no map tells these apart
const EUROPE = [
  [35, -11],
  [66, 46],
];
const LANGUAGE = document.documentElement.lang.replace(/^en$/, "en-GB"); // day before month
const PHONE = matchMedia("(max-width: 59.99rem)");

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

// Reads a feature of our own feed; GeoJSON has longitude first (RFC 7946 3.1.1).
function readAction({ id, geometry, properties }) {
  if (geometry?.type !== "Point") return null;
  const [longitude, latitude] = geometry.coordinates;
  const isCalledOff = properties.status === "CANCELLED";
  return { ...properties, id, isCalledOff, latitude, longitude: onMap(longitude) };
}

// Gathers points that would lie on top of each other at this zoom. Each joins the first
// group near enough; a grid of cells keeps it linear.
function gather(map, actions) {
  const cells = new Map();
  const groups = [];
  for (const action of actions) {
    const point = map.project([action.latitude, action.longitude]);
    const column = Math.floor(point.x / MERGE_DISTANCE);
    const row = Math.floor(point.y / MERGE_DISTANCE);
    let home = null;
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = row - 1; y <= row + 1; y++) {
        home ??= cells.get(`${x}/${y}`)?.find((g) => g.point.distanceTo(point) < MERGE_DISTANCE);
      }
    }
    if (home) {
      home.actions.push(action);
    } else {
      const group = { point, actions: [action] };
      groups.push(group);
      const key = `${column}/${row}`;
      cells.set(key, [...(cells.get(key) ?? []), group]);
    }
  }
  return groups;
}

class EventMap extends HTMLElement {
  connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", this.dataset.textLabel);
    if (this.hasAttribute("src")) this.addToggle();
    // Nothing is fetched for a map that nobody scrolls to, or that stays folded.
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (!this.isFolded) this.start();
    }).observe(this);
  }

  get isFolded() {
    return this.toggle && PHONE.matches && !this.classList.contains("is-open");
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
    this.frame = make("div", "event-map__frame");
    this.frame.dir = "ltr"; // Leaflet places its panes from the left
    const canvas = make("div", "event-map__canvas");
    canvas.setAttribute("role", "group");
    canvas.setAttribute("aria-label", this.dataset.textLabel);
    this.hint = make("p", "event-map__hint");
    this.hint.setAttribute("aria-hidden", "true");
    this.panel = make("div", "event-map__panel");
    this.panel.hidden = true;
    this.status = make("p", "event-map__count");
    this.status.setAttribute("role", "status");
    this.frame.append(canvas, this.status, this.hint, this.panel);
    this.append(this.frame);

    const [L, data] = await Promise.all([
      loadLeaflet(this.getAttribute("leaflet"), this.getAttribute("leaflet-style")),
      this.hasAttribute("src") ? fetchJson(this.getAttribute("src")) : null,
    ]);
    this.L = L;
    this.actions = data ? data.features.map(readAction).filter(Boolean) : [];
    this.map = L.map(canvas, mapOptions({ isStill: isStill() }));
    L.control
      .zoom({ zoomInTitle: this.dataset.textZoomIn, zoomOutTitle: this.dataset.textZoomOut })
      .addTo(this.map);
    this.map.getPane("markerPane").setAttribute("aria-hidden", "true");
    this.points = L.layerGroup().addTo(this.map);
    keepPageScrolling(this.map, {
      onOneFinger: () => this.say(this.dataset.textFingers),
      onBareWheel: () => this.say(this.dataset.textWheel),
    });
    this.setFirstView();
    addBasemap(L, this.map, this);
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(canvas);
    if (data) this.followList();
    else this.drawPlace();
  }

  setFirstView() {
    if (this.dataset.latitude) {
      const place = [Number(this.dataset.latitude), onMap(Number(this.dataset.longitude))];
      this.map.setView(place, 9);
      return;
    }
    const places = this.actions.map(({ latitude, longitude }) => [latitude, longitude]);
    const europe = this.L.latLngBounds(EUROPE);
    const isMostlyThere = places.filter((place) => europe.contains(place)).length * 2 >= places.length;
    const all = this.L.latLngBounds(places);
    // One action on another continent would shrink all others to a dot; the count on the
    // map says that there are more.
    if (isMostlyThere && !(all.isValid() && europe.contains(all))) this.map.fitBounds(europe);
    else this.map.fitBounds(all, { padding: [44, 44], maxZoom: 9 });
  }

  drawPlace() {
    const icon = make("span", "event-map__point");
    icon.classList.toggle("event-map__point--coarse", "coarse" in this.dataset);
    this.addMarker(this.map.getCenter(), icon, { interactive: false });
  }

  addMarker(place, html, options) {
    const icon = this.L.divIcon({ html, className: "event-map__marker", iconSize: [44, 44] });
    return this.L.marker(place, { icon, keyboard: false, ...options }).addTo(this.points);
  }

  followList() {
    this.map.on("zoomend", () => this.drawActions());
    this.map.on("moveend", () => this.count());
    this.map.on("click", () => this.closePanel());
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closePanel({ focus: true });
    });
    for (const type of ["pointerover", "focusin"]) {
      document.addEventListener(type, (event) => {
        const card = event.target.closest?.("[data-action]");
        if (card || this.pointed) this.point(card?.dataset.action);
      });
    }
    this.drawActions();
    this.count();
  }

  drawActions() {
    this.points.clearLayers();
    this.icons = new Map();
    for (const { actions } of gather(this.map, this.actions)) {
      const middle = (key) => actions.reduce((sum, a) => sum + a[key], 0) / actions.length;
      const icon = make("span", "event-map__point");
      if (actions.length > 1) {
        icon.classList.add("event-map__point--many");
        icon.textContent = actions.length;
      }
      if (actions.every((a) => a.isCalledOff)) icon.classList.add("event-map__point--called-off");
      for (const action of actions) this.icons.set(action.id, icon);
      const place = [middle("latitude"), middle("longitude")];
      this.addMarker(place, icon, {}).on("click", () => this.open(actions));
    }
  }

  // Looks closer while that separates the points, then names them.
  open(actions) {
    const places = actions.map(({ latitude, longitude }) => [latitude, longitude]);
    const bounds = this.L.latLngBounds(places);
    const isOneSpot = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < ONE_SPOT;
    if (!isOneSpot && this.map.getZoom() < this.map.getMaxZoom()) {
      this.map.fitBounds(bounds, { padding: [60, 60] });
      return;
    }
    this.showPanel(actions);
  }

  showPanel(actions) {
    const close = make("button", "event-map__close");
    close.type = "button";
    close.setAttribute("aria-label", this.dataset.textClose);
    close.addEventListener("click", () => this.closePanel({ focus: true }));
    const list = make("ul", "event-map__actions");
    list.setAttribute("role", "list");
    for (const action of actions) list.append(this.describe(action));
    const heading = make("p", "event-map__spot");
    if (actions.length > 1) {
      heading.textContent = this.dataset.textSpot.replace("%(count)s", actions.length);
    }
    this.panel.replaceChildren(close, heading, list);
    this.panel.dir = document.documentElement.dir;
    this.panel.hidden = false;
    this.mark(actions.map(({ id }) => id));
  }

  describe(action) {
    const item = make("li", "event-map__action");
    const link = make("a", "event-map__title", action.title);
    link.href = action.url;
    link.dir = "auto";
    item.append(link);
    if (action.isCalledOff) {
      item.append(make("strong", "badge badge--called-off", this.dataset.textCalledOff));
    }
    const words = [this.day(action.starts_on), action.city].filter(Boolean).join(" · ");
    item.append(make("span", "event-map__words", words));
    return item;
  }

  day(date) {
    if (!date) return "";
    const format = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
    return new Date(`${date}T00:00Z`).toLocaleDateString(LANGUAGE, { ...format, timeZone: "UTC" });
  }

  closePanel({ focus = false } = {}) {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.mark([]);
    if (focus) this.map.getContainer().focus({ preventScroll: true });
  }

  // Marks the cards of what was chosen on the map, if they are on this page.
  mark(ids) {
    for (const card of document.querySelectorAll("[data-action]")) {
      card.classList.toggle("is-marked", ids.includes(card.dataset.action));
    }
  }

  // Shows on the map which point belongs to the card under the pointer or the focus.
  point(id) {
    this.pointed?.classList.remove("is-pointed");
    this.pointed = this.icons.get(id);
    this.pointed?.classList.add("is-pointed");
  }

  count() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => {
      const bounds = this.map.getBounds();
      const seen = this.actions.filter((a) => bounds.contains([a.latitude, a.longitude]));
      this.status.textContent = this.dataset.textCount
        .replace("%(count)s", seen.length)
        .replace("%(total)s", this.actions.length);
    }, 600);
  }

  say(text) {
    this.hint.textContent = text;
    this.hint.classList.add("is-said");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.hint.classList.remove("is-said"), 1600);
  }
}

customElements.define("event-map", EventMap);
