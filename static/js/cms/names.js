// Names for what Wagtail leaves without one (WCAG 2.5.3 and 4.1.2), also when it draws
// them anew.

{
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const give = (element, label) => {
    if (element && label && !element.hasAttribute("aria-label")) {
      element.setAttribute("aria-label", label);
    }
  };
  const names = {
    // The way home shows the site's name; Wagtail names it "Dashboard" alone. Who speaks
    // to the computer says what they see. Over lists there is a second search.
    "#wagtail-sidebar": (sidebar) => {
      const link = sidebar.querySelector(".sidebar-custom-branding");
      const shown = words(link);
      const label = link?.getAttribute("aria-label");
      if (shown && !label.includes(shown)) link.setAttribute("aria-label", `${shown}: ${label}`);
      const search = sidebar.querySelector("form[role=search]");
      give(search, words(search));
    },
    // Who else has the page open is a picture, with a text that a tooltip keeps.
    "#w-editing-sessions": (sessions) => {
      for (const button of sessions.querySelectorAll("button")) {
        const kept = button.querySelector("[data-w-tooltip-target=content]");
        give(button, words(kept ?? button._tippy?.props.content));
      }
    },
    // Keywords are typed into a second field that a script puts beside the named one,
    // files are chosen by a button whose words stand beside it, and a text that is a
    // block by itself has its name in the block's heading.
    "#main": (main) => {
      for (const tags of main.querySelectorAll(".tagit-new input")) {
        const field = tags.closest(".w-field__wrapper");
        give(tags, words(field?.querySelector("label")));
      }
      const files = main.querySelector("#fileupload");
      give(files, words(files?.parentElement));
      for (const text of main.querySelectorAll("[role=textbox]:not([aria-labelledby])")) {
        const label = text.closest("[data-contentpath]")?.querySelector("label");
        const heading = text.closest("section")?.querySelector("[data-panel-heading-text]");
        give(text, words(label) || words(heading));
      }
    },
  };
  for (const [selector, name] of Object.entries(names)) {
    const element = document.querySelector(selector);
    if (!element) continue;
    name(element);
    new MutationObserver(() => name(element)).observe(element, { childList: true, subtree: true });
  }
}
