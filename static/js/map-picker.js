// Sets an action's pin in the CMS form: on the map, by the town's name, or by hand in the
// two fields, which stay the truth. Wagtail's Stimulus finds data-controller="map-picker".
//
// A classic script, as Wagtail's form media writes it; hence the import inside.

{
  const EUROPE = [
    [36, -11],
    [64, 46],
  ];
  const DECIMALS = 5; // about one metre
  const CLOSE = 10;
  const STEP = { plain: 8, shift: 1 }; // pixels for one press of an arrow key
  const ARROWS = {
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
  };

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  const makeButton = (text, onClick, className = "button button-small button-secondary") => {
    const button = make("button", className, text);
    button.type = "button";
    button.addEventListener("click", onClick);
    return button;
  };

  const readNumber = (field) => {
    const text = field.value.trim().replace(",", ".");
    return text === "" ? NaN : Number(text);
  };

  class MapPickerController extends window.StimulusModule.Controller {
    static values = {
      locate: String,
      zone: String,
      address: String, // "" where nobody finds streets
      latitude: String,
      longitude: String,
      city: { type: String, default: "#id_city" },
      country: { type: String, default: "#id_country" },
      timezone: { type: String, default: "#id_timezone" },
      findLabel: String,
      addressLabel: String,
      noAddressLabel: String,
      removeLabel: String,
      mapLabel: String,
      noneLabel: String,
      chooseLabel: String,
      setLabel: String,
      removedLabel: String,
      failedLabel: String,
    };

    connect() {
      this.latitude = document.querySelector(this.latitudeValue);
      this.longitude = document.querySelector(this.longitudeValue);
      if (!this.latitude || !this.longitude || !window.L) return;
      this.stopper = new AbortController();
      this.build();
      this.drawMap();
      const { signal } = this.stopper;
      for (const field of [this.latitude, this.longitude]) {
        field.addEventListener("input", () => this.readFields(), { signal });
      }
      // A zone that a person chose stays; one that we chose follows the town.
      const zone = document.querySelector(this.timezoneValue);
      zone?.addEventListener(
        "change",
        (event) => {
          if (event.isTrusted) this.zoneIsChosen = true;
        },
        { signal },
      );
    }

    disconnect() {
      clearTimeout(this.resting);
      this.stopper?.abort();
      this.observer?.disconnect();
      this.map?.remove();
      this.tools?.remove();
      this.map = this.pin = null;
    }

    build() {
      this.tools = make("div", "map-picker__tools");
      const row = make("div", "map-picker__buttons");
      this.removeButton = makeButton(
        this.removeLabelValue,
        () => this.remove(),
        "button button-small button-secondary no",
      );
      row.append(makeButton(this.findLabelValue, () => this.find()));
      if (this.addressValue) {
        row.append(makeButton(this.addressLabelValue, () => this.findAddress()));
      }
      row.append(this.removeButton);
      this.choices = make("div", "map-picker__choices");
      this.choices.hidden = true;
      this.status = make("p", "map-picker__status");
      this.status.setAttribute("role", "status");
      this.canvas = make("div", "map-picker__map");
      this.canvas.setAttribute("role", "group");
      this.tools.append(row, this.choices, this.status, this.canvas);
      const help = this.element.querySelector(":scope > .help");
      if (help) help.after(this.tools);
      else this.element.prepend(this.tools);
    }

    async drawMap() {
      const [{ addBasemap }, leaflet] = await Promise.all([
        import("./map/basemap.js"),
        import("./map/leaflet.js"),
      ]);
      if (this.stopper.signal.aborted) return;
      const options = leaflet.mapOptions({ isStill: leaflet.isStill(), dataset: this.element.dataset });
      this.map = L.map(this.canvas, options);
      this.canvas.setAttribute("aria-label", this.mapLabelValue);
      L.control.zoom().addTo(this.map);
      leaflet.keepPageScrolling(this.map, { onOneFinger() {}, onBareWheel() {} });
      this.map.fitBounds(EUROPE);
      this.map.on("click", ({ latlng }) => this.move(latlng));
      this.canvas.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.target !== this.canvas) return;
        event.preventDefault(); // Enter would send the form
        this.move(this.map.getCenter());
      });
      this.observer = new ResizeObserver(() => this.map.invalidateSize({ pan: false }));
      this.observer.observe(this.canvas);
      this.readFields({ look: true });
      addBasemap(L, this.map, this.element);
    }

    // --- The pin ---

    readFields({ look = false } = {}) {
      if (!this.map) return;
      const [latitude, longitude] = [readNumber(this.latitude), readNumber(this.longitude)];
      const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      this.removeButton.hidden = !isPlace;
      if (!isPlace) {
        this.pin?.remove();
        this.pin = null;
        return;
      }
      this.showPin([latitude, longitude]);
      if (look) this.map.setView([latitude, longitude], CLOSE);
      else if (!this.map.getBounds().contains([latitude, longitude])) {
        this.map.panTo([latitude, longitude]);
      }
    }

    showPin(place) {
      if (this.pin) {
        this.pin.setLatLng(place);
        return;
      }
      const icon = L.divIcon({
        className: "map-picker__pin",
        html: make("span", "map-picker__drop"),
        iconSize: [44, 44],
        iconAnchor: [22, 40],
      });
      this.pin = L.marker(place, { icon, draggable: true, autoPan: true }).addTo(this.map);
      this.pin.on("dragend", () => this.move(this.pin.getLatLng()));
      const element = this.pin.getElement();
      element.setAttribute("aria-label", this.mapLabelValue);
      element.addEventListener("keydown", (event) => this.nudge(event));
    }

    nudge(event) {
      const direction = ARROWS[event.key];
      if (!direction && event.key !== "Enter") return;
      event.preventDefault(); // neither pan the map nor send the form
      event.stopPropagation();
      if (!direction) return;
      const step = event.shiftKey ? STEP.shift : STEP.plain;
      const point = this.map.latLngToContainerPoint(this.pin.getLatLng());
      const moved = point.add([direction[0] * step, direction[1] * step]);
      this.move(this.map.containerPointToLatLng(moved));
    }

    set({ lat, lng }, words = this.setLabelValue) {
      const longitude = ((((lng + 180) % 360) + 360) % 360) - 180;
      this.write(this.latitude, lat.toFixed(DECIMALS));
      this.write(this.longitude, longitude.toFixed(DECIMALS));
      this.say(words);
    }

    // By hand: the zone follows when the pin has come to rest.
    move(place) {
      this.set(place);
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.followZone(), 600);
    }

    async followZone() {
      const place = { latitude: this.latitude.value, longitude: this.longitude.value };
      if (this.zoneIsChosen || !place.latitude) return;
      try {
        const { timezone } = await this.post(this.zoneValue, place);
        this.setZone(timezone);
      } catch {
        // The zone in the form stays; it stands there to be read.
      }
    }

    setZone(name) {
      const zone = document.querySelector(this.timezoneValue);
      if (name && zone && !this.zoneIsChosen && this.has(zone, name)) this.write(zone, name);
    }

    has(select, value) {
      return [...select.options].some((option) => option.value === value);
    }

    async post(url, data) {
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      const response = await fetch(url, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        body: new URLSearchParams(data),
      });
      if (!response.ok) throw new Error(response.status);
      return response.json();
    }

    remove() {
      clearTimeout(this.resting);
      this.write(this.latitude, "");
      this.write(this.longitude, "");
      this.say(this.removedLabelValue);
    }

    // Autosave and validation hear of a change only by its events.
    write(field, value) {
      field.value = value;
      for (const type of ["input", "change"]) {
        field.dispatchEvent(new Event(type, { bubbles: true }));
      }
    }

    // --- The town ---

    async find() {
      const city = document.querySelector(this.cityValue);
      this.choices.hidden = true;
      if (!city?.value.trim()) {
        city?.focus();
        return;
      }
      const query = new URLSearchParams({
        city: city.value.trim(),
        country: document.querySelector(this.countryValue)?.value ?? "",
      });
      try {
        const response = await fetch(`${this.locateValue}?${query}`, {
          headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        });
        if (!response.ok) throw new Error(response.status);
        this.offer((await response.json()).results);
      } catch {
        this.say(this.failedLabelValue);
      }
    }

    // --- The street, where the operator's server finds it ---

    async findAddress() {
      const read = (id) => document.querySelector(id)?.value.trim() ?? "";
      const street = read("#id_street");
      if (!street) {
        document.querySelector("#id_street")?.focus();
        return;
      }
      this.choices.hidden = true;
      try {
        const { result } = await this.post(this.addressValue, {
          street,
          postal_code: read("#id_postal_code"),
          city: read(this.cityValue),
          country: read(this.countryValue),
        });
        if (!result) throw new Error("nothing found");
        const place = { lat: result.latitude, lng: result.longitude };
        this.map?.setView(place, Math.max(this.map.getZoom(), CLOSE));
        this.set(place);
        this.setZone(result.timezone);
      } catch {
        this.say(this.noAddressLabelValue);
      }
    }

    // Towns of one name are many: the person chooses, by region and country, or by a
    // larger town beside it.
    offer(towns) {
      if (towns.length === 0) this.say(this.noneLabelValue);
      else if (towns.length === 1) this.choose(towns[0]);
      else {
        const list = make("ul", "map-picker__towns");
        list.append(
          ...towns.map((town) => {
            const item = make("li");
            const button = makeButton(town.label, () => this.choose(town));
            for (const type of ["focus", "pointerenter"]) {
              button.addEventListener(type, () => this.lookAt(town));
            }
            item.append(button);
            return item;
          }),
        );
        this.choices.replaceChildren(make("p", "", this.chooseLabelValue), list);
        this.choices.hidden = false;
        this.say("");
        list.querySelector("button").focus();
      }
    }

    lookAt({ latitude, longitude }) {
      this.map?.setView([latitude, longitude], CLOSE, { animate: false });
    }

    choose(town) {
      this.choices.hidden = true;
      const place = { lat: town.latitude, lng: town.longitude };
      this.map?.setView(place, Math.max(this.map.getZoom(), CLOSE));
      this.set(place, `${town.label}. ${this.setLabelValue}`);
      const country = document.querySelector(this.countryValue);
      if (country && this.has(country, town.country)) this.write(country, town.country);
      this.setZone(town.timezone);
    }

    say(text) {
      this.status.textContent = text;
    }
  }

  window.wagtail.app.register("map-picker", MapPickerController);
}
