// Before the editor takes over a text: plain paragraphs become its own, and the style
// it would write into the page, which the policy refuses, is taken as there already
// (its rules are in admin.css). Afterwards it gets the name and language of the question.
"use strict";
{
  const nonce = document.currentScript.nonce;
  const style = document.createElement("style");
  style.nonce = nonce;
  style.setAttribute("data-tiptap-style", "");
  document.head.append(style);
  const quoted = (text) => {
    const part = document.createElement("p");
    part.textContent = text.trim();
    return part.innerHTML.replace(/\n/g, "<br>");
  };
  document.addEventListener("DOMContentLoaded", () => {
    const areas = document.querySelectorAll("[data-django-prose-editor-configurable]");
    areas.forEach((area) => {
      if (!area.value.trim() || /^\s*<(p|h3|h4|ul|ol|blockquote)\b/i.test(area.value)) return;
      const blocks = area.value.replace(/\r\n?/g, "\n").trim().split(/\n\s*\n/);
      area.value = blocks.map((block) => `<p>${quoted(block)}</p>`).join("");
    });
  }, { once: true });
  document.addEventListener("prose-editor:ready", (event) => {
    const area = event.detail.textarea;
    const label = area.labels && area.labels[0];
    const surface = event.detail.editor.view.dom;
    if (label) surface.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
    surface.lang = area.lang;
    surface.dir = area.dir || "auto";
  });
}
