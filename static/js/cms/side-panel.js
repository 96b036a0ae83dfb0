// On a phone the preview lies over the whole form. Wagtail opens it by itself where it
// was left open; there we begin with the form.
if (matchMedia("(width < 50em)").matches) {
  try {
    localStorage.removeItem("wagtail:side-panel-open");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
