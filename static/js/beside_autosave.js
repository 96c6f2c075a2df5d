/* What goes with the saves of autosave.js, three things in one request: the page is marked
   with what the portal said of a save, records likely of the same activity are shown, and
   who leaves reads next what they typed last. */
"use strict";

/* Draws what the portal said of a save that autosave.js made: in the head when it was,
   what to look at before submitting, and beside a question what is wrong, or how its
   number was read. */
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

  // Organisations like a name nobody has, to tick. What is ticked already stays.

  const offer = (meant) => {
    for (const [name, markup] of Object.entries(meant)) {
      const place = form.querySelector(`[data-meant="${name}"]`);
      const isInUse = place?.querySelector(":checked") || place?.contains(document.activeElement);
      if (!place || isInUse || place.dataset.drawn === markup) continue;
      place.dataset.drawn = markup;
      place.innerHTML = markup;
      place.hidden = !markup;
    }
  };

  const head = document.querySelector("[data-saved]");

  form.addEventListener("answered", ({ detail }) => {
    if (head) head.innerHTML = detail.head;
    redraw(detail.panel);
    mark(detail.errors ?? {});
    remark(detail.remarks ?? {});
    offer(detail.meant ?? {});
  });
}

/* Records likely of the same activity: asked for after a save, at most once in a while. */
{
  const PAUSE = 8000;
  const place = document.querySelector("[data-twins]");
  let isAsked = false;
  let isWanted = false;

  const ask = async () => {
    isWanted = isAsked;
    if (isAsked) return;
    isAsked = true;
    try {
      const answer = await fetch(place.dataset.twins, { redirect: "error" });
      const markup = answer.ok ? (await answer.text()).trim() : place.innerHTML;
      if (markup !== place.innerHTML) place.innerHTML = markup;
    } catch { /* The line is down: the next save asks again. */ }
    setTimeout(() => { isAsked = false; if (isWanted) ask(); }, PAUSE);
  };

  if (place) document.querySelector("form[data-autosave]").addEventListener("answered", ask);
}

/* Who leaves a form that saves itself reads next what they typed last. A link, or another
   form of the page, waits until it is saved (autosave.js says when). Who goes back, or
   closes the page, leaves a note of how much had been typed: the next page of the same
   draft waits until the portal has it. A page the browser had put aside looks whether it
   still shows what is saved. */
{
  const PATIENCE = 5000;
  const PAUSE = 250;
  const form = document.querySelector("form[data-autosave]");
  const { code, person, presence } = form.dataset;
  const { once, counter, turn } = form.elements;
  const line = form.querySelector("[data-line]");
  const key = `left ${code}`;
  const rest = (wait) => new Promise((go) => { setTimeout(go, wait); });

  // The promise of what is still to be saved; nothing where all is.
  const unsaved = (isGone = false) => {
    const detail = { isGone };
    form.dispatchEvent(new CustomEvent("leaving", { detail }));
    return detail.until;
  };
  const after = (until, go) => Promise.race([until, rest(PATIENCE)]).then(go);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || !link.protocol.startsWith("http")) return;
    const isHere = link.hash && link.href.split("#")[0] === location.href.split("#")[0];
    const until = !isHere && unsaved();
    const isApart = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!until || isApart || link.target || link.hasAttribute("download")) return;
    event.preventDefault();
    after(until, () => { location.href = link.href; });
  });

  let isWaitedFor = false;
  document.addEventListener("submit", (event) => {
    const other = event.target;
    const until = other !== form && !isWaitedFor && unsaved();
    if (!until) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    isWaitedFor = true;
    after(until, () => other.requestSubmit(event.submitter));
  }, { capture: true });

  // --- Gone, and back --------------------------------------------------------------

  const store = (act) => {
    try {
      return act(sessionStorage);
    } catch {
      return null;
    }
  };
  const standing = async () => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("person", person);
    try {
      const response = await fetch(presence, { method: "POST", body, redirect: "manual" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  };
  let shown = ""; // how much had been typed when the page was shown
  let isLeft = false; // a press is on its way: reading anew would undo it
  const catchUp = async (note) => {
    const last = Date.now() + (note ? PATIENCE : 0);
    do {
      const saved = await standing();
      const hasCome = note && saved?.page === note.page && saved.turn >= note.turn;
      if (saved && (!note || hasCome)) {
        const isRead = shown === turn.value && !isLeft && !unsaved(); // nothing since
        if (String(saved.counter) !== counter.value && isRead) location.reload();
        return;
      }
      await rest(PAUSE);
    } while (Date.now() < last);
    if (note) line.textContent = line.dataset.lost;
  };

  window.addEventListener("beforeunload", () => {
    isLeft = true;
    unsaved();
  });
  window.addEventListener("pagehide", () => {
    if (!unsaved(true) || !presence) return;
    const note = { page: once.value, turn: Number(turn.value) };
    store((kept) => kept.setItem(key, JSON.stringify(note)));
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    isWaitedFor = isLeft = false;
    shown = turn.value;
    if (!presence) return;
    const note = JSON.parse(store((kept) => kept.getItem(key)));
    store((kept) => kept.removeItem(key));
    if (persisted) Promise.resolve(unsaved()).then(() => catchUp());
    else if (note) catchUp(note);
  });
}
