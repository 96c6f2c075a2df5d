/* What any form of ours does while it is filled in, three things in one request: long
   lists are searched, questions appear once an earlier answer needs them, and who leaves
   words that are not saved is asked. Every form works without it. */
"use strict";

/* Long lists of tick boxes: a box to find an option by typing, and a summary that says
   what is chosen. The words come from the page. */
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

/* What an answer to an earlier question brings. "scope=LOCAL NATIONAL" names that question
   and the answers; follow is told the answers given, and whether one of them is meant. */
const isChoice = ({ type }) => type === "checkbox" || type === "radio";
function whenAnswered(form, condition, follow) {
  const [name, codes] = condition.split("=");
  const wanted = codes.split(" ");
  form.addEventListener("change", ({ target }) => {
    if (target.name !== name) return;
    const given = [...form.elements]
      .filter((field) => field.name === name && (!isChoice(field) || field.checked))
      .map((field) => field.value)
      .filter(Boolean);
    follow(given, given.some((answer) => wanted.includes(answer)));
  });
}

/* Shows a question once an earlier answer needs it, and hides it again while it is empty.
   data-when on a question: the earlier one and the answers. One answered but not asked
   any more stays in sight with what becomes of it, unless the earlier one has no answer at
   all. Without this script the portal does the same with each save. */
for (const question of document.querySelectorAll("[data-when]")) {
  const form = question.closest("form");
  const note = question.querySelector("[data-left-out]");
  const controls = [...question.querySelectorAll("input, select, textarea")];
  whenAnswered(form, question.dataset.when, (given, isAsked) => {
    const isAnswered = controls.some((field) => (
      isChoice(field) ? field.checked : field.name && field.value.trim()
    ));
    question.hidden = !isAsked && !isAnswered;
    note.hidden = isAsked || !isAnswered || !given.length;
  });
}

/* Says beside a question that it is needed, once an earlier answer makes it so. */
for (const mark of document.querySelectorAll("[data-needed]")) {
  whenAnswered(mark.closest("form"), mark.dataset.needed, (_given, isNeeded) => {
    mark.hidden = !isNeeded;
  });
}

/* Asks before somebody leaves a form with words in it that have not been saved: by
   another language, a link, or closing the window. The question is the browser's own.
   data-unsaved="typed" says that the page came back with such words in it; the event
   "saved" that all of them are with the portal now (autosave.js). */
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const ask = (event) => event.preventDefault();
  const watch = () => window.addEventListener("beforeunload", ask);
  form.addEventListener("input", (event) => event.target.name && watch());
  const rest = () => window.removeEventListener("beforeunload", ask);
  for (const name of ["submit", "saved"]) form.addEventListener(name, rest);
  if (form.dataset.unsaved === "typed") watch();
}
