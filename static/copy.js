// Shows and handles the copy buttons. Without scripts they stay hidden, and users copy the text by hand.
"use strict";
(() => {
  const select = (source) => {
    if ("value" in source) return source.select();
    getSelection().selectAllChildren(source);
  };
  /** Copies the selection over plain HTTP, where browsers offer the clipboard only to localhost. */
  const copy = async (source) => {
    select(source);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      return true;
    } catch {
      return document.execCommand("copy");
    }
  };
  for (const button of document.querySelectorAll("button[data-copy-target]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const copied = await copy(document.getElementById(button.dataset.copyTarget));
      button.textContent = copied ? button.dataset.copied : button.dataset.selected;
      document.getElementById("live").textContent = button.textContent;
      setTimeout(() => (button.textContent = label), 3000);
    });
  }
})();
