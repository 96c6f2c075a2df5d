// Makes tabs of the fieldsets of the languages, those of a form and of each row that
// hangs on it. Without it they follow one another.
"use strict";
const makeLanguageTabs = (texts, group) => {
  const panels = texts.map((text) => {
    const panel = document.createElement("div");
    text.before(panel);
    panel.append(text);
    return panel;
  });
  const bar = document.createElement("div");
  bar.className = "language-tabs";
  bar.setAttribute("role", "tablist");
  const tabs = panels.map((panel, place) => {
    const heading = panel.querySelector(".fieldset-heading");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.setAttribute("form", ""); // of no form: a new record begins at its first field
    tab.id = `language-tab-${group}-${place}`;
    tab.textContent = heading.textContent;
    tab.setAttribute("role", "tab");
    const lang = panel.querySelector("[lang]");
    if (lang) tab.lang = lang.lang;
    const states = new Set([...panel.querySelectorAll("[data-states]")].flatMap(
      (field) => field.dataset.states.split("|")));
    [...states].sort().reverse().forEach((state) => {
      const [shape, ...words] = state.split(" ");
      const mark = document.createElement("small");
      mark.className = "language-state";
      mark.lang = document.documentElement.lang;
      mark.dir = document.documentElement.dir;
      const drawn = document.createElement("span");
      drawn.setAttribute("aria-hidden", "true");
      drawn.textContent = shape;
      mark.append(drawn, ` ${words.join(" ")}`);
      tab.append(" ", mark);
    });
    panel.id = `language-panel-${group}-${place}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    texts[place].removeAttribute("aria-labelledby");
    heading.hidden = true;
    bar.append(tab);
    return tab;
  });
  const open = (chosen, focus) => {
    tabs.forEach((tab, place) => {
      const is = place === chosen;
      tab.setAttribute("aria-selected", is);
      tab.tabIndex = is ? 0 : -1;
      panels[place].hidden = !is;
    });
    if (focus) tabs[chosen].focus();
  };
  bar.addEventListener("click", (event) => {
    const place = tabs.indexOf(event.target.closest("button"));
    if (place >= 0) open(place);
  });
  bar.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(document.activeElement);
    const step = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: here + step, ArrowLeft: here - step, Home: 0, End: tabs.length - 1,
    }[event.key];
    if (to === undefined || here < 0) return;
    event.preventDefault();
    open((to + tabs.length) % tabs.length, true);
  });
  addEventListener("hashchange", () => { // the list of errors leads to a field
    const field = document.getElementById(location.hash.slice(1));
    const place = panels.findIndex((panel) => panel.contains(field));
    if (place < 0) return;
    open(place);
    field.focus();
  });
  panels[0].before(bar);
  const wrong = panels.findIndex((panel) => panel.querySelector(".errors, .errorlist"));
  open(Math.max(wrong, 0));
};
{
  let group = 0;
  const within = (part) => {
    const found = new Map();
    part.querySelectorAll("fieldset.language").forEach((text) => {
      if (text.closest(".empty-form, [role=tabpanel]")) return;
      const box = text.parentElement;
      found.set(box, [...(found.get(box) || []), text]);
    });
    const here = document.activeElement; // lost by what is moved into a panel
    found.forEach((texts) => {
      if (texts.length > 1) makeLanguageTabs(texts, group++);
    });
    if (here && here !== document.activeElement) here.focus();
  };
  document.addEventListener("DOMContentLoaded", () => within(document));
  document.addEventListener("formset:added", (event) => within(event.target));
}
