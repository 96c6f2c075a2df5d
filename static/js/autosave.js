/* Saves the draft while somebody types, and says in words how it went. What was never
   answered is sent again as it was, before anything newer: had it arrived, it is what
   the portal has, and no conflict. While the line is down the texts are kept in this
   browser for who chose that (local_copies.js). A form without data-person is written by
   who has its link: nobody signs in, and no copy is kept.

   Events of the form: "saved", nothing is left to lose (forms.js); "answered", what a
   save was told; "leaving", asked for "until", the promise of the saves that are not done
   (both beside_autosave.js). What is sent says how much had been typed by then ("turn"):
   the portal takes the later of two saves of one page, whichever arrives first. */
"use strict";

{
  const PAUSE = 2000;
  const MOST = 10000;
  const SIGN = 60000; // of being there, while nothing is typed
  const form = document.querySelector("form[data-autosave]");
  const part = (name) => form.querySelector(`[data-${name}]`);
  const { autosave: address, presence, code, person } = form.dataset;
  const { counter, turn } = form.elements;
  const line = part("line");
  const base = counter.value;

  let isChanged = form.dataset.unsaved === "typed"; // what no post holds yet
  let since = Date.now(); // when the first of it was typed, or was last tried
  let posted = null; // sent and not answered
  let running = null;
  let stop = null; // ends it
  let timer = 0;
  let fails = 0;
  let isRenewed = false; // the token, since the last save
  let isOver = false; // a conflict, or a draft nobody can save
  let isSubmitted = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, wait));
  };
  const typed = () => {
    if (!isChanged) since = Date.now();
    isChanged = true;
    turn.value = Number(turn.value) + 1;
    isSubmitted = false;
    later(Math.min(PAUSE, since + MOST - Date.now()));
  };
  const content = () => {
    const data = new FormData(form);
    data.delete("files");
    if (person) data.set("person", person);
    return data;
  };
  const post = (body) => {
    // As much as a browser still sends for a page that is gone.
    const keepalive = new Blob([...body].flat()).size + 150 * [...body].length < 60000;
    stop = new AbortController();
    const signal = AbortSignal.any([AbortSignal.timeout(20000), stop.signal]);
    return fetch(address, { method: "POST", body, redirect: "manual", keepalive, signal });
  };
  const save = () => {
    clearTimeout(timer);
    if (!running && !isOver && (isChanged || posted)) start();
    return running;
  };
  const start = () => {
    const mine = send().finally(() => { if (running === mine) running = null; });
    running = mine;
  };
  const send = async () => {
    since = Date.now();
    if (!posted) {
      posted = content();
      isChanged = false;
    }
    const token = "csrfmiddlewaretoken";
    posted.set(token, form.elements[token].value);
    const saving = setTimeout(say, 1000, "saving");
    const body = posted;
    try {
      const response = await post(body);
      const isOurs = response.headers.get("Content-Type") === "application/json";
      const answer = isOurs ? await response.json() : {};
      if (body === posted) take(response.status, answer);
    } catch {
      if (body === posted) wait();
    }
    clearTimeout(saving);
  };
  const take = (status, answer) => {
    if (answer.state === "saved") saved(answer);
    else if (answer.token && status === 403 && !isRenewed) renew(answer.token);
    else if (status >= 500 || status === 429) wait();
    else {
      posted = null;
      isChanged = true;
      isOver = status === 409;
      const isOut = person && (status === 401 || status === 403);
      say(isOut ? (answer.kept ? "signedOutKept" : "signedOut") : isOver ? answer.state : "failed");
    }
  };
  const saved = (answer) => {
    counter.value = answer.counter;
    if (form.elements.base) form.elements.base.value = answer.base;
    meet(answer.others);
    posted = null;
    fails = 0;
    isRenewed = false;
    say(answer.saved_at, answer.unread);
    tell("answered", answer);
    if (isChanged) return later(PAUSE);
    if (offer.hidden) forget();
    const files = form.querySelector("[name=remove_file]:checked") || form.elements.files;
    if (!files?.value) tell("saved");
  };
  const renew = (token) => {
    isRenewed = true;
    document.getElementsByName("csrfmiddlewaretoken").forEach((field) => {
      field.value = token;
    });
    later(0);
  };
  const wait = () => {
    say(keep() ? "copied" : "down");
    later(Math.min(PAUSE * 2 ** fails++, 60000));
  };
  const tell = (name, detail) => form.dispatchEvent(new CustomEvent(name, { detail }));
  let said = "";
  const say = (word, unread = "") => {
    part("open").hidden = !isOver;
    if (person) part("sign-in").hidden = !/^signedOut/.test(word);
    const words = line.dataset[word] || word;
    if (said === words + unread) return;
    said = words + unread;
    line.textContent = words;
    if (unread) line.insertAdjacentHTML("beforeend", ` · ${unread}`); // with ways there
  };

  // Who else is there.

  const others = document.querySelector("[data-others]");
  let met = Date.now();
  const meet = (words) => {
    met = Date.now();
    if (!others) return;
    others.hidden = !words;
    if (others.textContent !== words) others.textContent = words;
  };
  const sign = async () => {
    if (!presence || document.hidden || isOver || isSubmitted || Date.now() - met < SIGN) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("person", person);
    try {
      const response = await fetch(presence, { method: "POST", body, redirect: "manual" });
      if (response.ok) meet((await response.json()).others);
    } catch { /* the next save says that the line is down */ }
  };
  setInterval(sign, SIGN);

  // The copy in this browser.

  const key = `copy ${person} ${code}`;
  const wanted = `copies ${person}`;
  const choice = part("choice");
  const offer = part("offer") ?? { hidden: true };
  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };
  const texts = () => Object.fromEntries(
    [...form.elements]
      .filter((field) => field.name && /^(text|url|textarea)$/.test(field.type))
      .map((field) => [field.name, field.value]),
  );
  const keep = () => store((kept) => {
    if (!person || kept.getItem(wanted) !== "1" || !offer.hidden) return false;
    const from = { counter: counter.value, base: form.elements.base.value };
    const copy = { at: Date.now(), ...from, texts: texts() };
    kept.setItem(key, JSON.stringify(copy));
    return true;
  });
  const forget = () => store((kept) => person && kept.removeItem(key));

  const bring = (copy, lost) => {
    // A step sends its own questions alone; what comes back may belong to any.
    form.elements.step?.remove();
    for (const part of form.querySelectorAll("fieldset[disabled]")) part.disabled = false;
    // Typed over an older save than this page shows: both texts are compared first.
    if (copy.counter !== base) {
      counter.value = copy.counter;
      form.elements.base.value = copy.base ?? "";
    }
    const homeless = lost.filter(([name]) => !form.elements[name]);
    for (const [name] of homeless) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.append(field);
    }
    for (const [name, text] of lost) form.elements[name].value = text;
    offer.hidden = true;
    const first = form.elements[lost[0][0]];
    first.dispatchEvent(new Event("input", { bubbles: true }));
    if (homeless.length) form.requestSubmit(); // rows this page has no place for
    else first.focus();
  };
  const show = (copy, lost) => {
    const words = part("words");
    const lang = document.documentElement.lang;
    const locale = { ar: "ar-u-nu-arab", en: "en-GB" }[lang] || lang;
    const moment = new Intl.DateTimeFormat(locale, {
      day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
      hourCycle: "h23", timeZone: words.dataset.zone, timeZoneName: "short",
    }).format(copy.at);
    words.textContent = words.dataset.words.replace("{moment}", moment);
    part("bring").addEventListener("click", () => bring(copy, lost));
    part("throw").addEventListener("click", () => {
      forget();
      offer.hidden = true;
      document.getElementById("main").focus();
    });
    offer.hidden = false;
  };

  if (choice) store((kept) => {
    const box = choice.querySelector("input");
    box.checked = kept.getItem(wanted);
    box.addEventListener("change", () => {
      if (box.checked) kept.setItem(wanted, "1");
      else [wanted, key].forEach((name) => kept.removeItem(name));
    });
    choice.hidden = false;
    const copy = JSON.parse(kept.getItem(key));
    const lost = Object.entries(copy?.texts ?? {}).filter(
      ([name, text]) => (form.elements[name]?.value ?? "") !== text,
    );
    if (lost.length) show(copy, lost);
    else forget();
  });

  form.addEventListener("input", ({ target }) => {
    if (target.name && !/file/.test(target.name)) typed();
  });
  document.addEventListener("visibilitychange", () => { if (!isSubmitted) save(); });
  window.addEventListener("online", save);
  const all = () => Promise.resolve(save()).then(save);
  form.addEventListener("leaving", ({ detail }) => {
    if (isSubmitted || isOver || !(running || isChanged || posted)) return;
    if (!detail.isGone) {
      detail.until = all();
      return;
    }
    if (fails || !navigator.onLine) keep();
    if (running && isChanged) {
      posted = null; // what is under way is older, and its answer no matter any more
      stop.abort();
      start();
    } else save();
    detail.until = running;
  });
  form.addEventListener("submit", (event) => {
    const isAgain = isSubmitted;
    isSubmitted = true;
    clearTimeout(timer);
    const hasCopy = person && offer.hidden && store((kept) => kept.getItem(key));
    if (isAgain || isOver || !(running || posted || hasCopy)) return;
    // What is under way would be another's newer save to this one; a copy would stay.
    event.preventDefault();
    const patience = new Promise((go) => { setTimeout(go, 5000); });
    Promise.race([all(), patience]).then(() => form.requestSubmit(event.submitter));
  });
  if (isChanged) typed();
}
