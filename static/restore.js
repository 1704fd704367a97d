// Handles the browser's back/forward cache, which keeps pages in memory despite no-store. Hides a page when
// the user leaves it, and loads it again when the browser restores it. To keep unsaved input, it instead
// shows the page again once the server has confirmed that the same user is still logged in.
"use strict";

/** Returns whether a form contains input that isn't saved. Also used by month.js. */
const isUnsaved = (form) => {
  const isEdited = (field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (!field.options) return "defaultValue" in field && field.value !== field.defaultValue;
    const initial = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(initial, 0);
  };
  return "unsaved" in form.dataset || [...form.elements].some(isEdited);
};

(() => {
  const root = document.documentElement;
  const texts = document.currentScript.dataset;
  const userOf = (page) => page.querySelector(".menu .name")?.textContent;
  /** Loads the page again at the same position. Unlike a reload, never resends a form that the page answered. */
  const load = () => {
    sessionStorage.scrollTo = scrollY;
    location.replace(location.pathname + location.search);
  };
  /** Loads the page again without the question whether to discard unsaved input. */
  const discardAndLoad = () => {
    for (const form of [...document.forms]) form.remove();
    load();
  };
  const fetchPage = async () => {
    const response = await fetch(location.href);
    if (response.status >= 500 || response.status === 429) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return response.redirected ? null : page;
  };
  const showIfSameUser = async () => {
    try {
      const page = await fetchPage();
      if (!page || userOf(page) !== userOf(document)) return discardAndLoad();
    } catch {
      root.dataset.unchecked = texts.unreachable;
      return setTimeout(showIfSameUser, 3000);
    }
    delete root.dataset.unchecked;
    const line = document.createElement("p");
    line.textContent = texts.outdated;
    document.getElementById("alert").replaceChildren(line);
  };
  addEventListener("pagehide", ({ persisted }) => {
    if (!persisted) return;
    for (const field of document.querySelectorAll("[type=password]")) field.value = "";
    root.dataset.unchecked = "";
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) {
      const position = sessionStorage.scrollTo;
      delete sessionStorage.scrollTo;
      if (position) scrollTo({ top: position, behavior: "instant" });
    } else if ([...document.forms].some(isUnsaved)) showIfSameUser();
    else load();
  });
})();
