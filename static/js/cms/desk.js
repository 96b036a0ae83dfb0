// The desk's single keys: a shortcut to what is on the page, never the only way. They can
// be switched off (WCAG 2.1.4), and rest while somebody types. A key only moves the focus:
// Enter decides.

const dialog = document.querySelector("[data-keys]");
const choice = dialog.querySelector("[data-keys-on]");
const opener = document.querySelector("[data-keys-open]");
const STORED = "ow-desk-keys";

choice.checked = localStorage.getItem(STORED) !== "off";
choice.addEventListener("change", () => {
  localStorage.setItem(STORED, choice.checked ? "on" : "off");
});
opener.hidden = false;
opener.querySelector("button").addEventListener("click", () => dialog.showModal());

const rows = [...document.querySelectorAll("[data-row]")];

function step(by) {
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
}

function focusOn(selector) {
  const target = document.querySelector(selector);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => (rows.includes(document.activeElement) ? document.activeElement : rows[0])?.click(),
  a: () => focusOn("[data-key=a]"),
  c: () => focusOn("[data-key=c]"),
  r: () => focusOn("[data-key=r]"),
  s: () => focusOn("[data-key=s]"),
  u: () => document.querySelector("[data-key=u]")?.click(),
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!choice.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (dialog.open || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const act = ACTIONS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A stock answer goes into the reason, where it can be changed before it is sent.
document.querySelectorAll("[data-answer]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const reason = document.getElementById("id_reason");
    const text = button.closest("details").querySelector("blockquote").textContent.trim();
    reason.value = [reason.value.trim(), text].filter(Boolean).join("\n\n");
    document.getElementById("id_criterion").value = button.dataset.answer;
    reason.focus();
  });
});
