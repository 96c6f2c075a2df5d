/* Shows a question once an earlier answer needs it, and hides it again while it is empty.
   data-when on a question: the earlier one and the answers, "scope=LOCAL NATIONAL". One
   answered but not asked any more stays in sight with what becomes of it. Without this
   script the portal does the same with each save. */
"use strict";

for (const question of document.querySelectorAll("[data-when]")) {
  const form = question.closest("form");
  const [name, codes] = question.dataset.when.split("=");
  const wanted = codes.split(" ");
  const note = question.querySelector("[data-left-out]");
  const controls = [...question.querySelectorAll("input, select, textarea")];
  const isChoice = ({ type }) => type === "checkbox" || type === "radio";
  const answers = () => [...form.elements]
    .filter((field) => field.name === name && (!isChoice(field) || field.checked))
    .map((field) => field.value);

  form.addEventListener("change", ({ target }) => {
    if (target.name !== name) return;
    const isAsked = answers().some((answer) => wanted.includes(answer));
    const isAnswered = controls.some((field) => (
      isChoice(field) ? field.checked : field.name && field.value.trim()
    ));
    question.hidden = !isAsked && !isAnswered;
    note.hidden = isAsked || !isAnswered;
  });
}
