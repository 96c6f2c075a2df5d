// Django's choices by typing (select2) draw a field without a name, and a list that
// says it is one and is none: this gives the name of the question and takes the claim.
"use strict";
{
  const name = () => {
    document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      const drawn = select.nextElementSibling;
      const label = select.labels && select.labels[0];
      if (!drawn || !label) return;
      const words = label.textContent.trim().replace(/:$/, "");
      drawn.querySelectorAll(".select2-search__field").forEach((field) => {
        field.setAttribute("aria-label", words);
      });
      const box = drawn.querySelector(".select2-selection--single");
      const chosen = box && box.querySelector(".select2-selection__rendered");
      if (chosen) {
        label.id = label.id || `${select.id}-name`;
        box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
        chosen.removeAttribute("role");
        chosen.removeAttribute("aria-readonly");
      }
      drawn.querySelectorAll("ul, li").forEach((part) => {
        part.setAttribute("role", "presentation");
      });
    });
  };
  const page = { childList: true, subtree: true };
  new MutationObserver(name).observe(document.documentElement, page);
}
