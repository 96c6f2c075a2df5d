/* Draws what the portal said of a save that autosave.js made: what to look at before
   submitting, and beside a question what is wrong, or how its number was read. */
"use strict";

{
  const form = document.querySelector("form[data-autosave]");

  // What to look at before submitting, as it stands after a save.

  const redraw = (markup) => {
    const panel = document.getElementById("checks");
    if (!panel || !markup) return;
    const fresh = new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
    if (fresh.innerHTML === panel.innerHTML) return;
    const hadFocus = panel.contains(document.activeElement);
    panel.innerHTML = fresh.innerHTML;
    if (hadFocus) panel.querySelector("summary").focus();
  };

  // What is wrong stands beside its question, and goes once it is mended. Where
  // somebody is typing nothing moves: that waits for the next save.

  const mark = (errors) => {
    for (const box of form.querySelectorAll(".field")) {
      const control = box.querySelector("[name]");
      const list = box.querySelector(":scope > .errors");
      const [text, isUnread] = errors[control?.name] ?? [];
      if (!control || /-\d+-/.test(control.name)) continue;
      if (list ? list.textContent.trim() === text : !isUnread) continue;
      if (!list && box.contains(document.activeElement)) continue;
      list?.remove();
      if (list && document.querySelector(`#errors [href="#${control.id}"]`)) document.getElementById("errors").remove();
      box.classList.toggle("has-errors", Boolean(text));
      control.toggleAttribute("aria-invalid", Boolean(text));
      if (!text) continue;
      control.setAttribute("aria-invalid", "true");
      const fresh = document.createElement("ul");
      fresh.className = "errors";
      fresh.id = `${control.id}_error`;
      fresh.append(Object.assign(document.createElement("li"), { textContent: text }));
      [...box.children].find((child) => child.contains(control)).before(fresh);
      const described = box.matches("fieldset") ? box : control;
      const ids = new Set((described.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
      described.setAttribute("aria-describedby", [...ids.add(fresh.id)].join(" "));
    }
  };

  const remark = (remarks) => {
    for (const line of form.querySelectorAll("[data-remark]")) {
      const text = remarks[line.dataset.remark] ?? "";
      if (line.textContent !== text) line.textContent = text;
    }
  };

  form.addEventListener("answered", ({ detail }) => {
    redraw(detail.panel);
    mark(detail.errors ?? {});
    remark(detail.remarks ?? {});
  });
}
