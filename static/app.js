// What scripts add: keys in the calendar, a question before typed text is lost, a voice for screen
// readers. Every page works without it. Listeners sit on the window, so swaps do not matter.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const on = (event, listener) => addEventListener(event, listener);
  const DAY = "#calendar .day > a";
  const chosenDay = () => $("#calendar [aria-current]");
  const dateOf = (link) => link.pathname.slice("/day/".length);

  // Text that is typed and not saved

  const isEdited = (field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  const isDirty = () => {
    const form = $("#day-form");
    return !!form && ("unsaved" in form.dataset || [...form.elements].some(isEdited));
  };
  const mayLeave = () => !isDirty() || confirm("This day has changes that are not saved. Leave them?");
  let leaving = false; // by saving, or by choice
  on("submit", () => {
    leaving = true;
    setTimeout(() => (leaving = false), 2000);
  });
  on("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });

  // htmx

  let wanted; // what to focus after the swap: a date, "chosen" or "form"
  const say = (text) => {
    $("#live").textContent = "";
    setTimeout(() => ($("#live").textContent = text.replace(/\s+/g, " ")), 50);
  };
  const warn = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    $("#alert").replaceChildren(line);
  };
  const focusAfterSwap = () => {
    const invalid = $("#day [aria-invalid=true]");
    const checked = $("#day [name=type]:checked") ?? $("#day [name=type]");
    const isDate = wanted?.startsWith($("#calendar").dataset.month);
    const sought = wanted === "form" ? checked : wanted === "chosen" ? chosenDay() : isDate ? $(`#d${wanted.slice(8)}`) : null;
    const lost = document.activeElement === document.body ? chosenDay() : null;
    const target = invalid ? (invalid.matches("fieldset") ? checked : invalid) : (sought ?? lost);
    target?.focus({ preventScroll: target === lost });
    wanted = undefined;
  };
  on("htmx:config:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source.matches?.("form, [data-discard]") || mayLeave()) {
      $("#alert").replaceChildren();
    } else {
      wanted = undefined;
      event.preventDefault();
    }
  });
  on("htmx:error", ({ detail }) => {
    if (detail.ctx?.request) warn("The server cannot be reached. What you typed is still here; try again.");
  });
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    const id = typeof ctx.target === "string" ? ctx.target.slice(1) : ctx.target?.id;
    leaving = false;
    begin();
    if ((id !== "main" && id !== "day") || !$("#day")) return;
    focusAfterSwap();
    say(($("#day [data-say]") ?? $("#day-name")).textContent);
  });

  // The calendar

  /** Lets Tab reach one day only; arrows reach the others. */
  const rove = (reachable) => {
    for (const link of document.querySelectorAll("#calendar a")) link.tabIndex = link === reachable ? 0 : -1;
  };
  on("focusin", ({ target }) => target.closest?.(DAY) && rove(target));
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const move = (from, days) => {
    const date = new Date(`${dateOf(from)}T00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    const to = date.toISOString().slice(0, 10);
    const neighbour = $(days < 0 ? "#previous" : "#next");
    if (to.startsWith($("#calendar").dataset.month)) {
      $(`#d${to.slice(8)}`).focus();
    } else if (neighbour) {
      wanted = to;
      neighbour.click();
    }
  };
  const setType = (link, type) => {
    const path = `/day/${dateOf(link)}`;
    const values = { type, version: link.dataset.version ?? "0" };
    htmx.ajax("POST", `${path}/type`, { target: "#day", swap: "outerHTML", replace: path, values });
  };

  // Keys

  const lettersAreKeys = () => {
    try {
      return localStorage.getItem("keys") !== "off";
    } catch {
      return true;
    }
  };
  const press = (event) => {
    const focused = document.activeElement;
    const day = focused.closest(DAY);
    const step = STEPS[event.key];
    const key = event.key.toLowerCase();
    if (step && !event.shiftKey) {
      const from = day ?? (focused === document.body ? chosenDay() : null);
      return from && (move(from, step), true);
    }
    if (key === "home" && day) return ((wanted = "chosen"), $("#today").click(), true);
    if (!lettersAreKeys()) return false;
    if (key === "?") return ($("#keys").showModal(), true);
    const choice = day && /^\p{L}$/u.test(key) && $(`[name=type][data-key="${key}"]`);
    return choice && (setType(day, choice.value), true);
  };
  on("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !$("#calendar")) return;
    if (event.target.closest("input, select, textarea, dialog, summary")) return;
    if (press(event)) event.preventDefault();
  });
  const clicked = ({ target, detail }) => {
    if (target.closest("#keys-open")) $("#keys").showModal();
    if (!target.closest(".menu")) $(".menu[open]")?.removeAttribute("open");
    if (target.closest("[data-discard]")) leaving = true;
    if (target.closest(DAY) && detail === 0) wanted = "form"; // by Enter
  };
  addEventListener("click", clicked, true); // before htmx, which may ask
  on("change", ({ target }) => {
    if (target.id !== "keys-on") return;
    try {
      localStorage.setItem("keys", target.checked ? "on" : "off");
    } catch {
      // Nowhere to keep it.
    }
  });

  /** Fits what the server sent, at the start and after each swap. */
  const begin = () => {
    const chosen = $("#day")?.dataset.day;
    for (const link of document.querySelectorAll(DAY)) {
      if (dateOf(link) === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const focused = document.activeElement.closest(DAY);
    rove(focused ?? chosenDay());
    if ($("#keys-open")) {
      $("#keys-open").hidden = false;
      $("#keys-on").checked = lettersAreKeys();
    }
    const zone = $("input[name=time_zone]");
    if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  };
  begin();
})();
