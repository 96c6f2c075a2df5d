/* Long lists of tick boxes: a box to find an option by typing, and a summary that says
   what is chosen. The lists work without it; the words come from the page. */
"use strict";

for (const list of document.querySelectorAll("[data-choices]")) {
  const options = [...list.querySelectorAll(".choice")];
  const words = new Map(options.map((option) => [option, plain(option.textContent)]));
  const summary = list.querySelector("summary");
  const place = list.querySelector("[data-find]");
  const box = document.createElement("input");
  box.type = "search";
  box.dir = "auto";
  box.placeholder = place.dataset.find;
  box.setAttribute("aria-label", place.dataset.find);
  place.append(box);
  place.hidden = false;

  box.addEventListener("input", () => {
    const wanted = plain(box.value);
    for (const option of options) option.hidden = !words.get(option).includes(wanted);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.addEventListener("change", () => {
    const chosen = options.filter((option) => option.querySelector("input").checked);
    summary.textContent =
      chosen.map((option) => option.textContent.trim()).join(" · ") ||
      summary.dataset.choose;
  });
}

function plain(text) {
  return text.normalize("NFD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase().trim();
}
