// <local-time datetime label>: an online action's hour on the reader's own clock, shown
// where it differs from the organiser's. Nothing leaves the browser.

class LocalTime extends HTMLElement {
  connectedCallback() {
    const text = this.getAttribute("datetime");
    const moment = new Date(text);
    const [, sign, hours, minutes] = text.match(/([+-])(\d\d):(\d\d)$/) ?? [];
    const theirs = sign ? Number(`${sign}1`) * (hours * 60 + Number(minutes)) : 0;
    if (Number.isNaN(moment.valueOf()) || -moment.getTimezoneOffset() === theirs) return;
    const format = new Intl.DateTimeFormat(document.documentElement.lang, {
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
    this.textContent = this.getAttribute("label").replace("%(time)s", format.format(moment));
  }
}

customElements.define("local-time", LocalTime);
