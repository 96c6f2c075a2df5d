/* Sends chosen files one by one while the form stays open, and says in words how far each
   is. One that fails takes no other with it and can be tried again; submitting waits for
   those under way. The words come from templates/reporting/attach.html. Without this
   script files go with the form. */
"use strict";

for (const place of document.querySelectorAll("[data-attach]")) {
  const words = place.dataset;
  const input = place.querySelector("[type=file]");
  const list = place.querySelector("[data-list]");
  const status = place.querySelector("[data-status]");
  const template = place.querySelector("template");
  const { form } = input;
  const waiting = [];
  let isRunning = false;
  let isLost = false; // a file that never came: leaving loses it
  let submitter = null;

  const tell = (name, said) => {
    status.textContent = words[said].replace("{name}", name);
  };
  const send = (file, bar, isRenewed = false) => new Promise((answer) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("person", form.dataset.person);
    body.append("file", file);
    request.open("POST", words.attach);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded / event.total;
      if (event.loaded === event.total) tell(file.name, "checking");
    });
    request.addEventListener("loadend", () => {
      const said = request.response || {};
      if (said.token && request.status === 403 && !isRenewed) {
        document.getElementsByName("csrfmiddlewaretoken").forEach((field) => {
          field.value = said.token;
        });
        send(file, bar, true).then(answer);
      } else answer(said);
    });
    request.send(body);
  });
  const next = async () => {
    if (isRunning) return;
    isRunning = true;
    while (waiting.length) {
      const [file, row] = waiting.shift();
      tell(file.name, "sending");
      const said = await send(file, row.querySelector("progress"));
      if (said.state === "added") added(row, said);
      else if (said.state === "refused") refused(row, said.words);
      else failed(row, file);
    }
    isRunning = false;
    if (submitter && !isLost) form.requestSubmit(submitter);
    submitter = null;
  };
  const added = (row, said) => {
    const link = document.createElement("a");
    link.href = said.address;
    link.textContent = said.name;
    row.querySelector("bdi").replaceChildren(link);
    row.querySelector("[data-size]").textContent = said.size;
    row.querySelector("progress").remove();
    row.querySelector("[data-again]").remove();
    const box = row.querySelector("input");
    box.value = said.pk;
    box.disabled = false;
    box.closest("label").hidden = false;
    tell(said.name, "sent");
  };
  const refused = (row, said) => {
    row.querySelector("progress").remove();
    row.querySelector("[data-again]").remove();
    row.querySelector("[data-size]").textContent = said;
    status.textContent = said;
  };
  const failed = (row, file) => {
    isLost = true;
    tell(file.name, "failed");
    row.querySelector("[data-size]").textContent = status.textContent;
    const again = row.querySelector("[data-again]");
    again.hidden = false;
    again.addEventListener("click", () => {
      isLost = false;
      again.hidden = true;
      row.querySelector("[data-size]").textContent = "";
      add(file, row);
    }, { once: true });
  };
  const add = (file, row) => {
    waiting.push([file, row]);
    next();
  };
  const show = (file) => {
    const row = template.content.firstElementChild.cloneNode(true);
    row.querySelector("bdi").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    list.append(row);
    list.hidden = false;
    if (file.size > Number(words.most)) {
      refused(row, words.large.replace("{name}", file.name));
    } else add(file, row);
  };

  // What is chosen is on its way at once; the form itself has nothing new to save.
  input.addEventListener("input", (event) => event.stopPropagation());
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    chosen.forEach(show);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isRunning || isLost) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (!isRunning) {
      isLost = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    submitter = event.submitter;
    status.textContent = words.waiting;
  });
}
