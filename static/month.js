// The month page: shortcut keys, the location of a chosen type, a warning before typed text is lost,
// announcements for screen readers. Listeners are on the window, so they survive swaps.
"use strict";
(() => {
  const texts = document.currentScript.dataset;
  const $ = (selector, root = document) => root.querySelector(selector);
  const on = (event, listener) => addEventListener(event, listener);
  const chosenDay = () => $("#calendar [aria-current]");

  // Unsaved changes

  const isDirty = () => {
    const form = $("#day-form");
    return !!form && isUnsaved(form);
  };
  const mayLeave = () => !isDirty() || confirm(texts.discard);
  let leaving = false; // because the form was sent or discarded
  on("submit", (event) => {
    if (event.target.matches(".theme, .setup") && !mayLeave()) return event.preventDefault();
    leaving = true;
    setTimeout(() => (leaving = false), 2000);
  });
  on("beforeunload", (event) => {
    if (underWay || waiting.length || (!leaving && isDirty())) event.preventDefault();
  });

  // Location: choosing a type fills it in, unless the user chose another one

  const fieldOf = (element) => $("[name$=location]", element.closest(".slot"));
  const setLocation = (field, location, keep) => {
    field.value = field.dataset.filled = location;
    $("#day-form [name=keep_location]").value = keep ? "yes" : "";
  };
  on("input", ({ target }) => {
    if (target.matches("#day-form [name$=location]")) $("#day-form [name=keep_location]").value = "yes";
  });
  on("change", ({ target }) => {
    if (!target.matches("#day-form [name$=type]")) return;
    const field = fieldOf(target);
    const untouched = field.dataset.filled ?? ("unsaved" in target.form.dataset ? "" : field.defaultValue);
    if (field.value && field.value !== untouched) return;
    const isStored = target.defaultChecked;
    const location = isStored ? field.defaultValue : (target.dataset.location ?? "");
    setLocation(field, location, !isStored && location);
  });
  on("click", ({ target }) => {
    const chip = target.closest("#day-form .place");
    if (chip) setLocation(fieldOf(chip), chip.textContent, true);
  });

  // One request at a time: keys are queued, and so is the last link followed

  let underWay = 0; // requests in flight
  let waiting = []; // queued keys: { date, type, label, from }, without a type to delete; from had the focus
  let later; // link to follow after the queue: { link, wanted }
  let wanted; // what to focus after the swap: a date, "chosen", or "form"
  let held; // field and caret when the form was locked: { id, at }
  let refusals = []; // failed keys, in #alert until the next action
  const linkOf = (date) => (date.startsWith($("#calendar")?.dataset.month ?? "none") ? $(`#d${date.slice(8)}`) : null);
  /** Returns the day that an arrow key moved to, in a month that is still loading. */
  const ahead = () => [later?.wanted, wanted].find((date) => /^\d/.test(date ?? ""));
  const queue = (key) => {
    if (!underWay) hush();
    waiting = [...waiting.filter(({ date }) => date !== key.date), { ...key, from: document.activeElement }];
    goOn();
  };
  const goOn = () => {
    if (underWay) return;
    const key = waiting.find(({ date }) => linkOf(date));
    if (key) {
      waiting = waiting.filter((other) => other !== key);
      const path = `/day/${key.date}`;
      const values = { type: key.type, version: linkOf(key.date).dataset.version ?? "0" };
      htmx.ajax("POST", `${path}/${key.type ? "type" : "delete"}`, { target: "#day", swap: "outerHTML", replace: path, values, key });
    } else if (later) {
      const { link, wanted: before } = later;
      later = undefined;
      (link.isConnected ? link : document.getElementById(link.id))?.click();
      wanted = before;
    } else if (waiting.length) {
      refuse(waiting.splice(0));
    }
  };
  /** Disables the form during a request, because the response replaces it. */
  const lock = () => {
    const form = $("#day-form");
    if (!form) return;
    const field = document.activeElement;
    if (underWay && form.contains(field)) held = { id: field.id, at: field.selectionEnd };
    for (const each of form.querySelectorAll("input, textarea, button")) each.disabled = underWay > 0;
    if (underWay) return $("#day").setAttribute("aria-busy", "true");
    $("#day").removeAttribute("aria-busy");
    if (held && document.activeElement === document.body) {
      const found = document.getElementById(held.id);
      found?.focus({ preventScroll: true });
      if (found && held.at != null) found.setSelectionRange(held.at, held.at);
    }
    held = undefined;
  };

  // htmx

  let toast = $("#toast p"); // the last one, which is a live region itself
  const say = (text) => {
    $("#live").textContent = "";
    setTimeout(() => ($("#live").textContent = text.replace(/\s+/g, " ")), 50);
  };
  const lineOf = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  };
  const warn = (text) => $("#alert").replaceChildren(lineOf(text), ...refusals);
  const hush = () => $("#alert").replaceChildren(...(refusals = []));
  const refuse = (keys, reason) => {
    for (const { date, label } of keys) {
      const text = texts[(label ? "notSet" : "notDeleted") + (reason ? "Because" : "")];
      refusals.push(lineOf(fillIn(text, { day: nameOfDay(date), name: label, reason })));
    }
    $("#alert").append(...refusals);
  };
  /** Returns whether the user has moved on from the day that a key changed. */
  const isAway = (key) => {
    const here = document.activeElement;
    return !!key && (waiting.length > 0 || !!later || ![document.body, linkOf(key.date), key.from].includes(here));
  };
  const focusAfterSwap = (key) => {
    const here = document.activeElement;
    const invalid = isAway(key) ? null : $("#day [aria-invalid=true], [data-needs-location] #location");
    const checked = $("#day [name=type]:checked") ?? $("#day [name=type]");
    const isDate = wanted?.startsWith($("#calendar").dataset.month);
    const sought = wanted === "form" ? checked : wanted === "chosen" ? chosenDay() : isDate ? $(`#d${wanted.slice(8)}`) : null;
    const lost = here === document.body ? chosenDay() : null;
    const target = invalid ? (invalid.matches("fieldset") ? checked : invalid) : (sought ?? lost);
    target?.focus({ preventScroll: target === lost });
    wanted = undefined;
  };
  on("htmx:config:request", (event) => {
    const { sourceElement: source, key } = event.detail.ctx;
    const isLink = source.matches?.("a");
    if (isLink && (underWay || waiting.some(({ date }) => linkOf(date)))) {
      later = { link: source, wanted };
      wanted = undefined;
      event.preventDefault();
    } else if (source.matches?.("form:not(#undo-change, .log-today), details, [data-discard]") || mayLeave()) {
      if (!key) hush();
    } else {
      waiting = [];
      wanted = undefined;
      event.preventDefault();
    }
  });
  const counts = ({ detail: { ctx } }) => !ctx.sourceElement.matches?.("details");
  on("htmx:before:request", (event) => {
    if (!counts(event)) return;
    event.detail.ctx.counted = true;
    underWay++;
    lock();
  });
  on("htmx:finally:request", ({ detail: { ctx } }) => {
    if (!ctx.counted) return;
    underWay--;
    queueMicrotask(() => {
      lock();
      if (ctx.landed) focusAfterSwap(ctx.key);
      // Not behind a phone's sheet
      if (ctx.landed === "main" && innerWidth <= 640) chosenDay()?.scrollIntoView({ block: "nearest" });
      goOn();
    });
  });
  on("htmx:error", ({ detail }) => {
    if (!detail.ctx?.request) return;
    wanted = undefined;
    const { key } = detail.ctx;
    if (!key) return warn(texts.offlineKept);
    refuse([key, ...waiting.splice(0)]);
    warn(texts.offline);
  });
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    const id = typeof ctx.target === "string" ? ctx.target.slice(1) : ctx.target?.id;
    const { key } = ctx;
    const status = ctx.response?.status;
    leaving = false;
    begin();
    if (key && status >= 400 && (isAway(key) || !$("[data-needs-location]"))) {
      const same = status === 409 ? waiting.filter(({ date }) => date === key.date) : [];
      waiting = waiting.filter((other) => !same.includes(other));
      refuse([key, ...same], id === "day" ? $("#day .error, #day [data-say], #location-hint")?.textContent : "");
      delete $("#day-form")?.dataset.unsaved; // the user typed nothing
    }
    const last = toast;
    toast = $("#toast p");
    if ((id !== "main" && id !== "day") || !$("#day")) return;
    ctx.landed = id;
    const said = [...document.querySelectorAll("#day [data-say]")];
    if (said.length || !toast || toast === last) say((said.length ? said : [$("#day-name")]).map((one) => one.textContent).join(" "));
  });

  // Calendar

  /** Makes only one day reachable by Tab. Arrow keys reach the others. */
  const rove = (reachable) => {
    for (const link of document.querySelectorAll("#calendar a")) link.tabIndex = link === reachable ? 0 : -1;
  };
  on("focusin", ({ target }) => target.closest?.(DAY) && rove(target));
  const move = (from, days) => {
    const date = new Date(`${from}T00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    const to = date.toISOString().slice(0, 10);
    const neighbour = $(days < 0 ? "#previous" : "#next");
    const link = linkOf(to);
    if (link && !ahead()) {
      link.focus();
    } else if (ahead()) {
      if (later?.wanted) later.wanted = to;
      else wanted = to;
    } else if (neighbour) {
      wanted = to;
      neighbour.click();
    }
  };

  // Keys

  const PAGES = { Home: "#today", PageUp: "#previous", PageDown: "#next" };
  const press = (event) => {
    const focused = document.activeElement;
    const link = focused.closest(DAY) ?? chosenDay();
    const day = ahead() ?? (link && dateOf(link));
    const step = STEPS[event.key];
    const key = event.key.toLowerCase();
    if (step && !event.shiftKey) return day && (move(day, step), true);
    const target = $(PAGES[event.key]);
    if (target) return ((wanted = "chosen"), target.click(), true);
    if (event.key === "Delete" && linkOf(day ?? "")?.dataset.version) return (queue({ date: day }), true);
    if (!$("#keys-on").checked) return false;
    if (key === "?") return ($("#keys").showModal(), true);
    const choice = day && /^\p{L}$/u.test(key) && $(`[name=type][data-key="${key}"]`);
    if (!choice) return false;
    const label = choice.nextElementSibling.lastChild.textContent;
    return (queue({ date: day, type: choice.value, label }), true);
  };
  /** Returns to the calendar by Escape. Keeps what the user typed, but not the choice of a key. */
  const leaveForm = () => {
    if ($("[data-needs-location]")) {
      $("#day-form").reset();
      chosenDay().click();
      wanted = "chosen"; // after the click, which would focus the form
    } else {
      chosenDay()?.focus();
    }
  };
  on("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !$("#calendar")) return;
    if (event.key === "Escape" && event.target.closest("#day-form")) return leaveForm();
    if (event.key === "Enter" && event.target.matches("#day-form input")) wanted = "chosen";
    if (event.target.closest("input, select, textarea, dialog, summary")) return;
    if (press(event)) event.preventDefault();
  });
  const clicked = ({ target, detail }) => {
    if (target.closest("[data-discard]")) leaving = true;
    if (target.closest(DAY) && detail === 0) wanted = "form"; // by Enter key
  };
  addEventListener("click", clicked, true); // capture: before htmx
  /** Enhances the HTML from the server, at the start and after each swap. */
  const begin = () => {
    const chosen = $("#day")?.dataset.day;
    for (const link of document.querySelectorAll(DAY)) {
      if (dateOf(link) === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const focused = document.activeElement.closest(DAY);
    rove(focused ?? chosenDay());
  };
  begin();
})();
