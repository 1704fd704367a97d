// What scripts add to every page: menus that close, the zone of a form, the list of keys. Every page
// works without it.
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
  });
  addEventListener("change", ({ target }) => {
    if (target.id !== "keys-on") return;
    try {
      localStorage.setItem("keys", target.checked ? "on" : "off");
    } catch {
      // Nowhere to keep it.
    }
  });

  /** Fits what the server sent, at the start and after each swap. */
  const begin = () => {
    if ($("#keys-open")) {
      $("#keys-open").hidden = false;
      $("#keys-on").checked = lettersAreKeys();
    }
    const zone = $("input[name=time_zone]");
    if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  };
  addEventListener("htmx:after:swap", begin);
  begin();
})();
