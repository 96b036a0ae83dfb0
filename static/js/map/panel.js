// What one marker stands for, in a box above the map's lower edge. Texts come from
// groups and enter by textContent.

const LANGUAGE = document.documentElement.lang.replace(/^en$/, "en-GB"); // day before month

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

// Returns the language of a text where it is not the reader's, in the reader's words.
function otherLanguage(code) {
  if (!code || code === document.documentElement.lang) return "";
  return new Intl.DisplayNames([LANGUAGE], { type: "language" }).of(code);
}

function day(date) {
  if (!date) return "";
  const format = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
  return new Date(`${date}T00:00Z`).toLocaleDateString(LANGUAGE, { ...format, timeZone: "UTC" });
}

export class Panel {
  constructor(host) {
    this.host = host;
    this.element = make("div", "event-map__panel");
    this.element.hidden = true;
    host.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close({ focus: this.element.contains(event.target) });
    });
  }

  show({ slug, title, startsOn, isCalledOff, language, town }) {
    const { dataset } = this.host;
    const close = make("button", "event-map__close");
    close.type = "button";
    close.setAttribute("aria-label", dataset.textClose);
    close.addEventListener("click", () => this.close({ focus: true }));
    const link = make("a", "event-map__title", title);
    link.href = dataset.actionUrl.replace("SLUG", encodeURIComponent(slug));
    link.dir = "auto";
    if (language) link.lang = language;
    if (dataset.target) link.target = dataset.target;
    const words = make("p", "event-map__words", day(startsOn));
    const other = otherLanguage(language);
    if (other) words.append(" ", make("span", "action-card__language", other));
    if (isCalledOff) {
      words.prepend(make("strong", "badge badge--called-off", dataset.textCalledOff), " ");
    }
    const where = make("p", "event-map__words", town);
    where.dir = "auto";
    this.element.replaceChildren(close, link, words, ...(town ? [where] : []));
    this.element.dir = document.documentElement.dir;
    this.element.hidden = false;
  }

  close({ focus = false } = {}) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.host.mark(null);
    if (focus) this.host.map.getContainer().focus({ preventScroll: true });
  }
}
