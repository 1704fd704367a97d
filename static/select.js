// Selects several days of the calendar by dragging, Shift-click, Shift and arrow keys, or a long press and
// taps. A bar then logs or deletes them. Touch scrolling and plain clicks work as usual. Also handles the toast.
"use strict";

/** The language of the page. In English, the day is written before the month. */
const LANGUAGE = document.documentElement.lang.replace(/^en$/, "en-GB");
const DATES = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", timeZone: "UTC" });
/** Fills in the `{names}` of a text. Also used by month.js. */
const fillIn = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
/** Formats a date without its year. Also used by month.js. */
const nameOfDay = (date) => DATES.format(new Date(`${date}T00:00Z`));
/** The links of the month's days, their dates, and what arrow keys add to these. Also used by month.js. */
const DAY = "#calendar .day > a";
const dateOf = (link) => link.pathname.slice("/day/".length);
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

(() => {
  const texts = document.currentScript.dataset;
  const days = new Intl.NumberFormat(LANGUAGE, { style: "unit", unit: "day", unitDisplay: "long" });
  /** The links of all days that the calendar shows, including those of the neighboring months. */
  const CELL = "#calendar td > a";
  const $ = (selector) => document.querySelector(selector);
  const links = () => [...document.querySelectorAll(CELL)];
  let anchor; // the date where the selection started
  let head; // the date where it ends
  let pressed; // the date on which the mouse button was pressed
  let dragged = false;
  let tapping = false; // after a long press: taps extend the selection
  let press; // a long press that has begun: { timer, x, y }
  let held = false; // whether it has selected a day: the click at its end doesn't open the day

  const range = () => [anchor, head].sort();

  const bar = $("#chosen-days");
  const show = () => {
    const chosen = anchor && head && (tapping || anchor !== head);
    const [from, to] = chosen ? range() : [];
    let count = 0;
    for (const link of links()) {
      const date = dateOf(link);
      const isIn = !!chosen && from <= date && date <= to;
      link.parentElement.classList.toggle("chosen", isIn);
      count += isIn;
    }
    bar.hidden = !chosen;
    if (!chosen) return;
    // Some versions of CLDR have spaces in “16 – 20 November”.
    const dates = DATES.formatRange(new Date(from), new Date(to)).replace(/^(\S+)\s–\s/, "$1–");
    const values = { days: days.format(count), dates };
    bar.querySelector("b").textContent = fillIn(count > 1 ? texts.selected : texts.first, values);
    $("#log-chosen").href = `/days?from=${from}&to=${to}`;
  };
  const choose = (from, to) => ((anchor = from), (head = to), show());
  /** Drops the selection. The focus doesn't stay in a neighboring month, because keys act on this one. */
  const drop = () => {
    tapping = false;
    choose();
    if (document.activeElement.closest(".out")) $("#calendar [aria-current]")?.focus({ preventScroll: true });
  };

  /** Sends an edit of the selected days, once there is no other request. */
  const edit = (path, values) => {
    if ($("#day").ariaBusy === "true") {
      return addEventListener("htmx:finally:request", () => setTimeout(edit, 0, path, values), { once: true });
    }
    if (bar.hidden) return;
    const [from, to] = range();
    const selection = { from, to, shown: $("#day").dataset.day };
    const works = $("#calendar .chosen:not(.off)");
    if (values && works) selection.weekdays = "working";
    const swap = "outerHTML show:none";
    htmx.ajax("POST", path, { target: "#main", swap, values: { ...selection, ...values }, selection });
  };
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.name) edit("/days", { [button.name]: button.value, existing: "replace" });
    else if (button?.id === "delete-chosen") edit("/days/delete");
    else if (button) drop();
  });
  // An edit that needs a preview: open it when month.js is done with the request.
  addEventListener("htmx:after:request", (event) => {
    const { selection, hx } = event.detail.ctx;
    if (!selection || !hx?.redirect) return;
    event.preventDefault();
    $("#day-form").remove(); // the user has agreed to discard it
    setTimeout(() => location.assign(hx.redirect));
  });

  // Toast: leaves after a while, unless the user is on it. Tab and keys still reach its button.

  const toast = $("#toast");
  let timer;
  const leave = () => toast.classList.add("gone");
  const stay = () => {
    toast.classList.remove("gone");
    clearTimeout(timer);
    timer = setTimeout(() => (toast.matches(":hover, :focus-within") ? stay() : leave()), 15000);
  };
  new MutationObserver(stay).observe(toast, { childList: true });
  stay();
  addEventListener("click", ({ target }) => {
    if (target.closest("[data-close]")) toast.replaceChildren();
    // On a phone, where the toast covers a part of the calendar, the next tap elsewhere closes it.
    else if (!target.closest("#toast") && getComputedStyle(toast.parentElement).position === "fixed") leave();
  });
  const UNDO = { z: "button:not([name])", Z: "[name=redo]", y: "[name=redo]" };

  // Touch: a long press selects a day. Scrolling cancels the pointer, and with it the press.

  const release = () => (press = clearTimeout(press?.timer));
  const hold = (date) => {
    release();
    tapping = held = true;
    choose(date, date);
  };
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, release);
  // Otherwise, Android opens a menu for the link.
  addEventListener("contextmenu", (event) => held && event.target.closest?.(CELL) && event.preventDefault());

  // Mouse

  addEventListener("pointerdown", (event) => {
    const link = event.target.closest?.(CELL);
    dragged = held = false;
    release();
    const { clientX: x, clientY: y } = event;
    if (link && event.pointerType === "touch") press = { timer: setTimeout(hold, 450, dateOf(link)), x, y };
    pressed = link && event.pointerType === "mouse" && event.button === 0 && !event.shiftKey ? dateOf(link) : undefined;
  });
  addEventListener("pointermove", (event) => {
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > 10) release();
    if (!pressed) return;
    if (!(event.buttons & 1)) return (pressed = undefined);
    const link = event.target.closest?.(CELL);
    if (!link || (dateOf(link) === pressed && !dragged)) return;
    dragged = true;
    if (dateOf(link) !== head || anchor !== pressed) choose(pressed, dateOf(link));
  });
  addEventListener("dragstart", (event) => event.target.closest?.(CELL) && event.preventDefault());
  addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.(CELL);
      const isDragEnd = held || (dragged && pressed !== undefined);
      dragged = held = false;
      pressed = undefined;
      if (isDragEnd) return (event.preventDefault(), event.stopImmediatePropagation());
      if (!link) return;
      if (!event.shiftKey && !tapping) return anchor && drop();
      event.preventDefault();
      event.stopImmediatePropagation();
      const chosen = $("#calendar [aria-current]");
      choose(anchor ?? dateOf(chosen ?? link), dateOf(link));
      link.focus();
    },
    true, // capture: before the link is followed and before htmx
  );

  // Keyboard

  /** Returns the bar's button for a key. Other letters do nothing, so they can't change the focused day. */
  const buttonOf = (key) => {
    if (key === "Delete") return $("#delete-chosen");
    if (!/^\p{L}$/u.test(key) || !$("#keys-on").checked) return null;
    return $(`#chosen-days [data-key="${key.toLowerCase()}"]`) ?? { click() {} };
  };
  addEventListener(
    "keydown",
    (event) => {
      const isTyping = event.target.closest("input, select, textarea, dialog, summary");
      const isCommand = (event.ctrlKey || event.metaKey) && !isTyping;
      const undo = isCommand && UNDO[event.key] && $(`#undo-change ${UNDO[event.key]}`);
      if (undo) return (event.preventDefault(), undo.click());
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const link = document.activeElement?.closest?.(CELL);
      const isChosen = !bar.hidden;
      if (event.key === "Escape" && isChosen && !event.target.closest("dialog")) return drop();
      const button = isChosen && !isTyping && buttonOf(event.key);
      if (button) return (event.preventDefault(), button.click());
      const step = STEPS[event.key];
      const start = link ?? $("#calendar [aria-current]");
      if (step && event.shiftKey && start && !isTyping) {
        event.preventDefault();
        const days = links();
        const next = days[days.indexOf(start) + step];
        if (!next) return;
        const from = anchor && head === dateOf(start) ? anchor : dateOf(start);
        next.focus();
        choose(from, dateOf(next));
      } else if (!link) {
        return;
      } else if (step && isChosen) {
        drop();
      } else if (event.key === "Enter" && isChosen) {
        event.preventDefault();
        event.stopImmediatePropagation();
        $("#log-chosen").click();
      }
    },
    true,
  );

  // The month was swapped: keep the selection unless it was edited or is no longer on the page.
  addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.selection && ctx.response?.status < 400) {
      links().find((link) => dateOf(link) === head)?.focus({ preventScroll: true });
      return drop();
    }
    if (ctx.response?.status >= 400 && ctx.sourceElement.id !== "undo-change") leave();
    const there = links().map(dateOf);
    if (anchor && !(there.includes(anchor) && there.includes(head))) drop();
    else show();
  });
})();
