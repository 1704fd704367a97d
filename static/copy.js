// Buttons that copy what stands beside them. Without scripts there are none, and the text is selected
// by hand.
"use strict";
(() => {
  const select = (source) => {
    if ("value" in source) return source.select();
    getSelection().selectAllChildren(source);
  };
  /** Plain http elsewhere than on this machine has no clipboard; there the selection is copied. */
  const copy = async (source) => {
    select(source);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      return true;
    } catch {
      return document.execCommand("copy");
    }
  };
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const copied = await copy(document.getElementById(button.dataset.copies));
      button.textContent = copied ? "Copied" : "Selected: copy it by hand";
      document.getElementById("live").textContent = button.textContent;
      setTimeout(() => (button.textContent = label), 3000);
    });
  }
})();
