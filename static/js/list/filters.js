// Small comforts of the filter form, which works without them: its lists close when one
// looks elsewhere, and fields left empty stay out of the address.

function close(except) {
  for (const menu of document.querySelectorAll(".filters .choice-menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

// Returns the address that the form would lead to, without empty fields.
export function address(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(pairs).toString().replaceAll("%2C", ",");
  const { pathname } = new URL(form.action);
  return query ? `${pathname}?${query}` : pathname;
}

document.addEventListener("click", (event) => close(event.target.closest(".filters .choice-menu")));
// An open list would cover what one comes to with the Tab key. With a pointer nothing may
// close before the click: on a phone the page would move away from under the finger.
document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") close(event.target.closest(".filters .choice-menu"));
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".filters details[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});
