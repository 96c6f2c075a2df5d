/* Asks before somebody leaves a form with words in it that have not been saved: by
   another language, a link, or closing the window. The question is the browser's own.
   data-unsaved="typed" says that the page came back with such words in it; the event
   "saved" that all of them are with the portal now (autosave.js). */
"use strict";

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const ask = (event) => event.preventDefault();
  const watch = () => window.addEventListener("beforeunload", ask);
  form.addEventListener("input", (event) => event.target.name && watch());
  const rest = () => window.removeEventListener("beforeunload", ask);
  for (const name of ["submit", "saved"]) form.addEventListener(name, rest);
  if (form.dataset.unsaved === "typed") watch();
}
