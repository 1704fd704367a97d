// Enhances every page: closes menus, prints, fills in the time zone, and handles keys. Every page works without it.
"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);
  const areKeysOn = () => {
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
  const KEYS = { ".": ".log-today button, a.log-today", "/": ".to-search:not([aria-current]), #q" };
  addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && $(".menu[open]");
    if (menu) return (menu.removeAttribute("open"), menu.firstChild.focus());
    if (!KEYS[event.key] || event.ctrlKey || event.altKey || event.metaKey || !areKeysOn()) return;
    if (event.target.closest("input, select, textarea, dialog")) return;
    const target = $(KEYS[event.key]);
    if (!target || target.pathname === location.pathname) return; // held down
    event.preventDefault();
    target[target.id === "q" ? "focus" : "click"]();
  });
  addEventListener("change", ({ target }) => {
    if (target.id !== "keys-on") return;
    try {
      localStorage.setItem("keys", target.checked ? "on" : "off");
    } catch {
      // Storage is unavailable: the choice lasts until the page is left.
    }
  });
  /** Enhances the HTML from the server, at the start and after each swap. */
  const begin = () => {
    if ($("#keys-on")) $("#keys-on").checked = areKeysOn();
    const scripted = "[data-print], #keys-open, #keys-setting, #day-form .places";
    for (const hidden of document.querySelectorAll(scripted)) hidden.hidden = false;
    const zone = $("input[name=time_zone]");
    if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  };
  addEventListener("htmx:after:swap", begin);
  begin();
})();
