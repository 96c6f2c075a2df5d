// While words are typed, the search field offers endings that find something: as a list
// of the browser's own, so that keys, screen readers and phones handle it as they do.
(() => {
  const field = document.querySelector("[data-suggestions]");
  if (!field) return;
  const list = document.getElementById(field.getAttribute("list"));
  const known = new Map();
  let timer, asked = "";

  const show = (words) => list.replaceChildren(...words.map((word) => new Option(word, word)));

  const ask = async (typed) => {
    asked = typed;
    if (!known.has(typed)) {
      const query = new URLSearchParams({ q: typed });
      const answer = await fetch(`${field.dataset.suggestions}?${query}`);
      if (!answer.ok) return;
      known.set(typed, (await answer.json()).suggestions);
    }
    if (asked === typed) show(known.get(typed));
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = field.value.trim();
    if (typed.length < 2 && typed < "\u2e80") { asked = typed; show([]); return; } // one character says much
    timer = setTimeout(() => ask(typed).catch(() => {}), 150); // without it one types on
  });
})();
