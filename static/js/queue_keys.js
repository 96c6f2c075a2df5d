// In the list of submissions, by arrow keys from one to the same place of the next: from
// title to title, from box to box. Where nothing has the focus yet, down leads to the
// first title. Tab leads everywhere too.
"use strict";
{
  const rows = [...document.querySelectorAll(".queue-row")];
  const places = [".record-title a", "[name=of]"];

  const lead = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = rows.findIndex((row) => row.contains(event.target));
    const begins = event.target === document.body && event.key === "ArrowDown";
    const place = begins ? places[0] : places.find((each) => event.target.matches(each));
    if ((at < 0 && !begins) || !place) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (!rows[to]) return;
    (rows[to].querySelector(place) ?? rows[to].querySelector(places[0])).focus();
    event.preventDefault();
  };

  document.addEventListener("keydown", lead);
}
