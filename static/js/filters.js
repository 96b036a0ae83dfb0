// Small comforts of the filter form, which works without them: its lists close when one
// looks elsewhere, and fields left empty stay out of the address.

const form = document.querySelector(".filters");

function close(except) {
  for (const menu of form.querySelectorAll("details[open]")) {
    if (menu !== except) menu.open = false;
  }
}

if (form) {
  document.addEventListener("click", (event) => close(event.target.closest(".filters details")));
  form.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
}
