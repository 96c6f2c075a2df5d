/* Records likely of the same activity, shown while somebody writes: asked for when the
   form opens and after a save of autosave.js, at most once in a while. */
"use strict";
{
  const PAUSE = 8000;
  const place = document.querySelector("[data-twins]");
  let isAsked = false;
  let isWanted = false;

  const ask = async () => {
    if (isAsked) { isWanted = true; return; }
    isAsked = true;
    isWanted = false;
    try {
      const response = await fetch(place.dataset.twins, { redirect: "error" });
      const markup = response.ok ? await response.text() : place.innerHTML;
      if (markup.trim() !== place.innerHTML.trim()) place.innerHTML = markup;
    } catch { /* The line is down: the next save asks again. */ }
    setTimeout(() => { isAsked = false; if (isWanted) ask(); }, PAUSE);
  };

  document.querySelector("form[data-autosave]").addEventListener("answered", ask);
  ask();
}
