// Which results are opened is counted: the words, the kind and the place, nobody's name.
// A beacon waits for no answer, and nothing depends on its arriving.
(() => {
  const words = document.getElementById("q");
  if (!words || !navigator.sendBeacon) return;

  const count = (event) => {
    const link = event.button < 2 && event.target.closest("[data-opened] a");
    if (!link) return;
    const list = link.closest("[data-opened]");
    const at = [...list.children].findIndex((row) => row.contains(link));
    const kind = list.dataset.kinds.split(" ")[at] || "";
    const place = Number(list.dataset.first) + at;
    navigator.sendBeacon(list.dataset.opened, new URLSearchParams({ q: words.defaultValue, kind, place }));
  };

  for (const name of ["click", "auxclick"]) document.addEventListener(name, count);
})();
