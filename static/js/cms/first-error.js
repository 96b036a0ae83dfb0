// A form of ours that was not taken comes back as a page of its own: begin at the first
// field to mend, not at the top. (Wagtail's own forms have their list of errors there.)
addEventListener("load", () => {
  const field = document.querySelector('.ow-page [aria-invalid="true"]');
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: "center", behavior: "instant" });
});
