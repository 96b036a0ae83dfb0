// <near-me>: moves the map to where the reader is, after a click and a plain warning.
// The position is rounded, stays in this page and enters no address.

const ROUNDED = 10; // tenths of a degree, about ten kilometres
const CLOSE = 8; // the map's zoom
const VAGUE = { from: 50_000, zoom: 6 }; // metres by which a browser may be wrong

class NearMe extends HTMLElement {
  connectedCallback() {
    this.map = document.querySelector("event-map[tiles]");
    this.hidden = !navigator.geolocation || !this.map;
    if (this.hidden) return;
    this.offer();
  }

  button(text, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = text;
    button.addEventListener("click", onClick);
    return button;
  }

  offer() {
    this.replaceChildren(this.button(this.dataset.textOffer, () => this.warn()));
  }

  offerAgain() {
    this.offer();
    this.firstChild.focus({ preventScroll: true });
  }

  warn() {
    const yes = this.button(this.dataset.textYes, () => this.ask());
    const no = this.button(this.dataset.textNo, () => this.offerAgain());
    this.replaceChildren(this.paragraph(this.dataset.textWarning), yes, no);
    yes.focus();
  }

  paragraph(text) {
    const words = document.createElement("p");
    words.textContent = text;
    return words;
  }

  ask() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.offerAgain();
        const round = (degrees) => Math.round(degrees * ROUNDED) / ROUNDED;
        const zoom = coords.accuracy > VAGUE.from ? VAGUE.zoom : CLOSE;
        this.map.goTo([round(coords.latitude), round(coords.longitude)], zoom);
      },
      () => {
        this.offerAgain();
        const words = this.paragraph(this.dataset.textFailed);
        words.setAttribute("role", "alert");
        this.append(words);
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  }
}

customElements.define("near-me", NearMe);
