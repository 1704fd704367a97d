// Selects several days of the calendar by dragging, Shift-click, or Shift and arrow keys. A bar then
// links to the pages that log or delete them. Touch scrolling and plain clicks work as usual.
"use strict";

/** The language of the page. In English, the day is written before the month. */
const LANGUAGE = document.documentElement.lang.replace(/^en$/, "en-GB");
/** Fills in the `{names}` of a text. Also used by month.js. */
const fillIn = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
/** Formats a date without its year. Also used by month.js. */
const nameOfDay = (date) =>
  new Date(`${date}T00:00Z`).toLocaleDateString(LANGUAGE, { day: "numeric", month: "long", timeZone: "UTC" });

(() => {
  const texts = document.currentScript.dataset;
  const days = new Intl.NumberFormat(LANGUAGE, { style: "unit", unit: "day", unitDisplay: "long" });
  const $ = (selector) => document.querySelector(selector);
  const DAY = "#calendar .day > a";
  const links = () => [...document.querySelectorAll(DAY)];
  const dateOf = (link) => link.pathname.slice("/day/".length);
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  let anchor; // the date where the selection started
  let head; // the date where it ends
  let pressed; // the date on which the mouse button was pressed
  let dragged = false;

  const range = () => [anchor, head].sort();

  const bar = $("#chosen-days");
  const show = () => {
    const chosen = anchor && head && anchor !== head;
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
    const values = { days: days.format(count), from: nameOfDay(from), to: nameOfDay(to) };
    bar.querySelector("b").textContent = fillIn(texts.selected, values);
    $("#log-chosen").href = `/days?from=${from}&to=${to}`;
    $("#delete-chosen").href = `/days/delete?from=${from}&to=${to}`;
  };
  const choose = (from, to) => ((anchor = from), (head = to), show());
  const drop = () => choose(undefined, undefined);

  // Mouse

  addEventListener("pointerdown", (event) => {
    const link = event.target.closest?.(DAY);
    dragged = false;
    pressed = link && event.pointerType === "mouse" && event.button === 0 && !event.shiftKey ? dateOf(link) : undefined;
  });
  addEventListener("pointermove", (event) => {
    if (!pressed) return;
    if (!(event.buttons & 1)) return (pressed = undefined);
    const link = event.target.closest?.(DAY);
    if (!link || (dateOf(link) === pressed && !dragged)) return;
    dragged = true;
    if (dateOf(link) !== head || anchor !== pressed) choose(pressed, dateOf(link));
  });
  addEventListener("dragstart", (event) => event.target.closest?.(DAY) && event.preventDefault());
  addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.(DAY);
      const isDragEnd = dragged && pressed !== undefined;
      dragged = false;
      pressed = undefined;
      if (event.target.closest?.("#drop-chosen")) return drop();
      if (isDragEnd) return (event.preventDefault(), event.stopImmediatePropagation());
      if (!link) return;
      if (!event.shiftKey) return anchor && drop();
      event.preventDefault();
      event.stopImmediatePropagation();
      const chosen = $("#calendar [aria-current]");
      choose(anchor ?? dateOf(chosen ?? link), dateOf(link));
      link.focus();
    },
    true, // capture: before the link is followed and before htmx
  );

  // Keyboard

  addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const link = document.activeElement?.closest?.(DAY);
      const isChosen = !bar.hidden;
      if (event.key === "Escape" && isChosen && !event.target.closest("dialog")) return drop();
      if (!link) return;
      const step = STEPS[event.key];
      if (step && event.shiftKey) {
        event.preventDefault();
        const days = links();
        const next = days[days.indexOf(link) + step];
        if (!next) return;
        const from = anchor && head === dateOf(link) ? anchor : dateOf(link);
        next.focus();
        choose(from, dateOf(next));
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

  // The month was swapped: keep the selection if both of its ends are still on the page.
  addEventListener("htmx:after:swap", () => {
    const there = links().map(dateOf);
    if (anchor && !(there.includes(anchor) && there.includes(head))) drop();
    else show();
  });
})();
