// Names and roles for what Wagtail leaves without one (WCAG 2.5.3 and 4.1.2), also when it
// draws them anew.

{
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const give = (element, label) => {
    if (element && label && !element.hasAttribute("aria-label")) {
      element.setAttribute("aria-label", label);
    }
  };
  const FIELDS =
    "[role=textbox]:not([aria-labelledby]), [data-contentpath] :is(input[type=text], textarea)";
  const CHOICES =
    ":is(.w-field--radio_select, .w-field--checkbox_select_multiple) .w-field__input > [id]:not([role])";
  const headingOver = (field) => {
    const boxes = "[data-contentpath], .ow-pair";
    for (let box = field.closest(boxes); box; box = box.parentElement?.closest(boxes)) {
      const label = words(box.querySelector("label, [data-panel-heading-text]"));
      if (label) return label;
    }
    return "";
  };
  const wrapIn = (role, element) => {
    const box = document.createElement("div");
    element.replaceWith(box);
    box.append(element);
    box.setAttribute("role", role);
  };
  const mendRoles = (main) => {
    // The number of pages found is a heading that speaks up, and those below skip a level.
    for (const found of main.querySelectorAll("h2[role=alert]")) {
      found.removeAttribute("role");
      wrapIn("alert", found);
    }
    for (const heading of main.querySelectorAll("h3.filter-title")) {
      heading.setAttribute("aria-level", "2");
    }
    // The button that leads on to the second tab is a tab by its role.
    for (const tab of main.querySelectorAll(":not([role=tablist]) > [role=tab]")) {
      wrapIn("tablist", tab);
    }
    // Blocks of one kind share a name, and a page of twenty would have twenty landmarks.
    for (const block of main.querySelectorAll("section[id^=block]:not([role])")) {
      block.setAttribute("role", "group");
    }
    // Choices of one field stand below a heading, which is no name of theirs.
    for (const choices of main.querySelectorAll(CHOICES)) {
      const heading = choices.closest(".w-panel__wrapper")?.querySelector("h3.w-field__label");
      if (!heading) continue;
      heading.id ||= `${choices.id}-heading`;
      choices.setAttribute("role", choices.querySelector("[type=radio]") ? "radiogroup" : "group");
      choices.setAttribute("aria-labelledby", heading.id);
    }
    for (const corner of main.querySelectorAll("thead th:empty")) {
      const cell = document.createElement("td");
      cell.className = corner.className;
      corner.replaceWith(cell);
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
    // A link over a page says "Live", its name only what that means.
    "header .page-status-tag": (link) => {
      const [shown, label] = [words(link), link.getAttribute("aria-label")];
      if (!label.includes(shown)) link.setAttribute("aria-label", `${shown}: ${label}`);
    },
    // Keywords are typed into a second field that a script puts beside the named one,
    // files are chosen by a button whose words stand beside it, and what is a block or
    // one of a list has its name in the heading over it.
    "#main": (main) => {
      for (const tags of main.querySelectorAll(".tagit-new input")) {
        give(tags, words(tags.closest(".w-field__wrapper")?.querySelector("label")));
      }
      const files = main.querySelector("#fileupload");
      give(files, words(files?.parentElement));
      for (const field of main.querySelectorAll(FIELDS)) {
        if (!field.labels?.length) give(field, headingOver(field));
      }
      mendRoles(main);
    },
    // What is chosen in a dialog of its own: its heading comes later and may change.
    body: (body) => {
      for (const dialog of body.querySelectorAll(":scope > .modal[role=dialog]")) {
        const heading = words(dialog.querySelector("h1, h2"));
        if (heading) dialog.setAttribute("aria-label", heading);
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
