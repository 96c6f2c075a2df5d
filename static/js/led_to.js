// What an address leads to inside a folded part is unfolded: browsers do so by
// themselves, older ones stay at the top of the page.
(() => {
  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = place?.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    place.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
