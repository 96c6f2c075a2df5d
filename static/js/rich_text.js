// Before the editor takes over a text: a plain one is given with the marks it is drawn
// with, and the style it would write into the page, which the policy refuses, is taken as
// there already (its rules are in admin.css). Afterwards it gets the name and language of
// the question, and its buttons and window their words in the language of the page.
"use strict";
{
  const nonce = document.currentScript.nonce;
  const words = JSON.parse(document.currentScript.dataset.words);
  const known = window.gettext || ((word) => word);
  window.gettext = (word) => (Object.hasOwn(words, word) ? words[word] : known(word));
  const ours = (word) => Object.hasOwn(words, word) && words[word] !== word;
  const translate = (part) => {
    part.querySelectorAll("button[title]").forEach((button) => {
      if (!ours(button.title)) return;
      button.title = words[button.title];
      button.setAttribute("aria-label", button.title);
    });
    part.querySelectorAll(".prose-menubar__option > *").forEach((option) => {
      if (ours(option.textContent)) option.textContent = words[option.textContent];
    });
  };
  const style = document.createElement("style");
  style.nonce = nonce;
  style.setAttribute("data-tiptap-style", "");
  document.head.append(style);
  document.addEventListener("readystatechange", () => {  // the editor is next
    const areas = document.querySelectorAll("textarea[data-marked]");
    areas.forEach((area) => {
      if (!/^\s*<(p|h[234]|ul|ol|blockquote)\b/i.test(area.value)) area.value = area.dataset.marked;
    });
  }, { once: true });
  document.addEventListener("prose-editor:ready", (event) => {
    const area = event.detail.textarea;
    const label = area.labels && area.labels[0];
    const surface = event.detail.editor.view.dom;
    if (label) surface.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
    const whole = surface.closest(".prose-editor"); // it draws its buttons later
    new MutationObserver(() => translate(whole)).observe(whole, { childList: true, subtree: true });
    surface.lang = area.lang;
    surface.dir = area.dir || "auto";
  });
}
