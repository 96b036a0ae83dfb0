// The sidebar's link to the start shows the site's name; Wagtail names it "Dashboard"
// alone. Who speaks to the computer says what they see (WCAG 2.5.3).

{
  const sidebar = document.getElementById("wagtail-sidebar");
  const name = () => {
    const link = sidebar.querySelector(".sidebar-custom-branding");
    const shown = link?.textContent.trim();
    const label = link?.getAttribute("aria-label");
    if (shown && !label.includes(shown)) link.setAttribute("aria-label", `${shown}: ${label}`);
  };
  if (sidebar) {
    name();
    new MutationObserver(name).observe(sidebar, { childList: true, subtree: true });
  }
}
