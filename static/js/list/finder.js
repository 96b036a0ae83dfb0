// The list page without reloading: what one chooses is fetched from its own address, and
// the parts of the page that say so are replaced. Without it every link and form works.

import "../copy-link.js";
import { address } from "./filters.js";
import "./near-me.js";

const live = document.querySelector("[data-live]");
const map = document.querySelector("event-map[tiles]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);
let shown = location.pathname + location.search;
let running = null;

function changed(changes) {
  const query = new URLSearchParams(location.search);
  query.delete("page");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  // As the server writes it, so that caches know it: commas stay.
  const text = query.toString().replaceAll("%2C", ",");
  return location.pathname + (text ? `?${text}` : "");
}

// --- What is replaced, and what of it stays as it was ---

function selectorOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.matches("input, button, select")) {
    return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  }
  const menus = [...document.querySelectorAll("[data-part] summary")];
  return menus.includes(element) ? menus.indexOf(element) : null;
}

function find(selector) {
  if (typeof selector === "string") return document.querySelector(`[data-part] ${selector}`);
  return document.querySelectorAll("[data-part] summary")[selector];
}

function replaceParts(page) {
  const open = [...document.querySelectorAll("[data-part] details")].map((menu) => [
    menu.open,
    menu.querySelector("fieldset")?.scrollTop ?? 0,
  ]);
  const active = document.activeElement;
  const selector = active.closest("[data-part]") ? selectorOf(active) : undefined;
  for (const old of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${old.dataset.part}"]`);
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  }
  document.querySelectorAll("[data-part] details").forEach((menu, index) => {
    const [isOpen, top] = open[index] ?? [false, 0];
    if (!isOpen) return;
    menu.open = true;
    const list = menu.querySelector("fieldset");
    if (list) list.scrollTop = top;
  });
  if (selector === undefined) return;
  const next = (selector === null ? null : find(selector)) ?? part("list");
  next?.focus({ preventScroll: true });
}

// --- Going somewhere ---

async function show(target, { remembers = "push", looks = true, goesTo = null } = {}) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  part("list").setAttribute("aria-busy", "true");
  let response, page;
  try {
    response = await fetch(target, { signal, headers: { Accept: "text/html" } });
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(target);
    return;
  }
  if (signal.aborted) return;
  part("list").removeAttribute("aria-busy");
  const problems = [...page.querySelectorAll("[data-problem]")].map((each) => each.textContent.trim());
  if (response.status === 400 && problems.length && remembers === "push") {
    complain(problems);
    return;
  }
  if (!response.ok || !page.querySelector('[data-part="list"]')) {
    location.assign(target);
    return;
  }
  complain([]);
  const isNew = new URL(target, location.href).href !== location.href;
  if (remembers === "push" && isNew) history.pushState(null, "", target);
  if (remembers === "replace") history.replaceState(null, "", target);
  shown = location.pathname + location.search;
  replaceParts(page);
  live.textContent = part("list").dataset.total;
  const fresh = page.querySelector("event-map[tiles]");
  if (map && fresh) {
    map.follow(fresh.getAttribute("query"), fresh.getAttribute("extent"), { looks });
  }
  if (goesTo) {
    part(goesTo).focus({ preventScroll: true });
    part(goesTo).scrollIntoView({ block: "start" });
  }
}

// Says what is wrong and leaves the form as it was typed.
function complain(sentences) {
  const box = document.querySelector("[data-problems]");
  box.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }),
  );
  box.hidden = sentences.length === 0;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".filters")) return;
  event.preventDefault();
  show(address(event.target));
});

document.addEventListener("change", (event) => {
  const isChosen = event.target.matches(".filters :is([type=checkbox], [type=radio], select)");
  if (isChosen) show(address(event.target.form));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-part] a[href], a[data-finds]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || link.target || event.button !== 0 || !isPlain) return;
  const target = new URL(link.href);
  if (target.origin !== location.origin || target.pathname !== location.pathname) return;
  if (target.hash) return;
  event.preventDefault();
  show(target.pathname + target.search, {
    looks: !link.closest(".pagination"),
    goesTo: link.closest(".pagination") ? "list" : null,
  });
});

document.addEventListener("map:narrow", (event) => {
  event.preventDefault();
  const { changes, replaces } = event.detail;
  const isPhone = matchMedia("(max-width: 59.99rem)").matches;
  show(changed(changes), {
    remembers: replaces ? "replace" : "push",
    looks: false,
    goesTo: changes.spot || (isPhone && changes.bounds && !replaces) ? "list" : null,
  });
});

// Also fires for #list, which is the same page.
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) show(location.href, { remembers: "no" });
});
