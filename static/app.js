// Enhances every page: closes menus, prints, fills in the time zone and the location of a chosen type, shows
// the shortcut keys, and logs today with a key. Every page works without it.
"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);
  const lettersAreKeys = () => {
    try {
      return localStorage.getItem("keys") !== "off";
    } catch {
      return true;
    }
  };
  addEventListener("click", ({ target }) => {
    if (target.closest("#keys-open")) $("#keys").showModal();
    if (!target.closest(".menu")) $(".menu[open]")?.removeAttribute("open");
    if (target.closest("[data-print]")) print();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "." || event.ctrlKey || event.altKey || event.metaKey || !lettersAreKeys()) return;
    if (!event.target.closest("input, select, textarea, dialog")) $(".log-today button, a.log-today")?.click();
  });
  addEventListener("change", ({ target }) => {
    if (target.id !== "keys-on") return;
    try {
      localStorage.setItem("keys", target.checked ? "on" : "off");
    } catch {
      // Storage is unavailable: the choice lasts until the page is left.
    }
  });
  // Choosing a type fills in its location, unless the user chose another one.
  const locationOf = (element) => element.closest(".slot").querySelector("[name$=location]");
  const fillIn = (field, location, keep) => {
    field.value = field.dataset.filled = location;
    $("#day-form [name=keep_location]").value = keep ? "yes" : "";
  };
  addEventListener("input", ({ target }) => {
    if (target.matches("#day-form [name$=location]")) $("#day-form [name=keep_location]").value = "yes";
  });
  addEventListener("change", ({ target }) => {
    if (!target.matches("#day-form [name$=type]")) return;
    const field = locationOf(target);
    const untouched = field.dataset.filled ?? ("unsaved" in target.form.dataset ? "" : field.defaultValue);
    if (field.value && field.value !== untouched) return;
    const isStored = target.defaultChecked;
    const location = isStored ? field.defaultValue : (target.dataset.location ?? "");
    fillIn(field, location, !isStored && location);
  });
  addEventListener("click", ({ target }) => {
    const chip = target.closest("#day-form .place");
    if (chip) fillIn(locationOf(chip), chip.textContent, true);
  });

  /** Enhances the HTML from the server, at the start and after each swap. */
  const begin = () => {
    if ($("#keys-on")) $("#keys-on").checked = lettersAreKeys();
    const scripted = "[data-print], #keys-open, #keys-setting, #day-form .places";
    for (const hidden of document.querySelectorAll(scripted)) hidden.hidden = false;
    const zone = $("input[name=time_zone]");
    if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  };
  addEventListener("htmx:after:swap", begin);
  begin();
})();
