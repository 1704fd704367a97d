// Enhances every page: closes menus, prints, fills in the time zone, shows the shortcut keys, logs today with
// a key, and clears the location of a former type. Every page works without it.
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
  // A location that nobody touched belongs to the stored type.
  addEventListener("input", ({ target }) => {
    if (target.matches("#day-form [name$=location]")) $("#day-form [name=keep_location]").value = "yes";
  });
  addEventListener("change", ({ target }) => {
    if (!target.matches("#day-form [name$=type]") || $("#day-form [name=keep_location]").value) return;
    const field = target.closest(".slot").querySelector("[name$=location]");
    field.value = target.defaultChecked ? field.defaultValue : "";
  });

  /** Enhances the HTML from the server, at the start and after each swap. */
  const begin = () => {
    if ($("#keys-open")) {
      $("#keys-open").hidden = false;
      $("#keys-on").checked = lettersAreKeys();
    }
    $("[data-print]")?.removeAttribute("hidden");
    const zone = $("input[name=time_zone]");
    if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  };
  addEventListener("htmx:after:swap", begin);
  begin();
})();
