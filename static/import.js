// The preview of an import: after a change it no longer shows what would be imported, so it must be updated
// first. Without scripts, the server shows the new preview instead of importing.
"use strict";
addEventListener("input", ({ target }) => {
  const confirm = document.querySelector("#confirm");
  if (!confirm || !target.matches("#review [name]:not([name=settings])")) return;
  confirm.hidden = true;
  document.querySelector("#again").className = "primary";
});
