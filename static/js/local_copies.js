/* The copies autosave.js may keep in this browser are one person's. Whoever else is
   signed in, by whatever way, ends them with the first page they open; signing out ends
   one's own. data-person says who is signed in. "copies <person>" is there for who wants
   copies: 1 while they are signed in, 0 from their signing out. */
"use strict";

{
  const person = document.currentScript.dataset.person;
  const wanted = `copies ${person}`;
  const remove = (isGone) => {
    for (const key of Object.keys(localStorage)) {
      const [kind, owner] = key.split(" ");
      if (kind === "copy" && isGone(owner)) localStorage.removeItem(key);
    }
  };
  const mark = (state) => {
    if (localStorage.getItem(wanted)) localStorage.setItem(wanted, state);
  };
  let isLeaving = false;
  try {
    remove((owner) => owner !== person);
    mark("1");
    document.addEventListener("input", () => { isLeaving = false; });
    document.addEventListener("submit", (event) => {
      isLeaving = event.target.matches('[action$="/account/logout/"]');
    });
    window.addEventListener("pagehide", () => {
      if (!isLeaving) return;
      mark("0");
      remove((owner) => owner === person);
    });
  } catch { /* a browser that keeps nothing keeps no copies */ }
}
