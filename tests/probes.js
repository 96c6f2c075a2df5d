/* What axe does not look at. Each probe measures the page as it is drawn now and returns
   a list of words: one for each thing that is wrong, none where all is well. */
"use strict";

window.probes = (() => {
  const memories = new Map(); // what one probe found out; the next finds another page

  function memory(of) {
    if (!memories.has(of)) memories.set(of, new Map());
    return memories.get(of);
  }

  const anew = (probe) => (...given) => {
    memories.clear();
    return probe(...given);
  };

  const all = (selector) => [...document.querySelectorAll(selector)].filter(isDrawn);

  function isDrawn(el) {
    return el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isForEars(el);
  }

  const isForEars = inherited((el) => getComputedStyle(el).clipPath.startsWith("inset(50%"));

  /* Whether it is so of an element or of one around it; asked of each once in a probe. */
  function inherited(isSo) {
    return (el) => {
      if (!el) return false;
      const known = memory(isSo);
      if (!known.has(el)) known.set(el, isSo(el) || inherited(isSo)(el.parentElement));
      return known.get(el);
    };
  }

  function called(el) {
    const words = (el.textContent || el.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const mark = el.id ? `#${el.id}` : el.className.toString().trim() && `.${el.className.toString().trim().split(/\s+/).join(".")}`;
    return `${el.localName}${mark} “${words}”`;
  }

  // --- Colours -------------------------------------------------------------------------

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  const colours = new Map();

  function rgba(colour) {
    if (!colours.has(colour)) colours.set(colour, painted(colour));
    return colours.get(colour);
  }

  function painted(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  }

  function ground(el) {
    for (let up = el; up; up = up.parentElement) {
      const colour = rgba(getComputedStyle(up).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  }

  function luminance([r, g, b]) {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  }

  function contrast(a, b) {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  }

  /* Fields are seen by their border, other buttons by border or filling: 3:1 at least. */
  function borders() {
    const fields = all("input, select, textarea, button:not([disabled]), .button").filter(
      (el) => !["checkbox", "radio", "range", "image"].includes(el.type) && !isPlain(el),
    );
    return fields.flatMap((el) => {
      const style = getComputedStyle(el);
      const around = ground(el.parentElement);
      const best = Math.max(
        style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) < 1 ? 1 : contrast(rgba(style.borderTopColor), around),
        contrast(ground(el), around),
      );
      return best >= 3 ? [] : [`${called(el)} ${best.toFixed(2)}:1`];
    });
  }

  /* A button that looks like a link: its words alone say what it is. */
  function isPlain(el) {
    const style = getComputedStyle(el);
    const hasEdge = style.borderTopStyle !== "none" && rgba(style.borderTopColor)[3] > 0;
    return el.localName === "button" && !hasEdge && rgba(style.backgroundColor)[3] === 0;
  }

  // --- Keys and fingers ----------------------------------------------------------------

  const TARGETS = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary";

  /* Press Tab once before, so that the browser shows the focus of a keyboard. */
  function focus() {
    const found = all(`${TARGETS}, [tabindex]`).filter((el) => el.tabIndex >= 0);
    return found.flatMap((el) => {
      el.focus({ preventScroll: true });
      if (document.activeElement !== el) return [`${called(el)} takes no focus`];
      const rings = ["", "::after", "::before"].map((part) => getComputedStyle(el, part));
      const shown = rings.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && rgba(s.outlineColor)[3] > 0);
      return shown ? [] : [called(el)];
    });
  }

  /* Where a press counts: with the label's words, and all that a link stretches over. */
  function area(el) {
    const boxes = [el.getBoundingClientRect()];
    for (const label of el.labels || []) {
      if (["checkbox", "radio"].includes(el.type) && isDrawn(label)) boxes.push(label.getBoundingClientRect());
    }
    if (getComputedStyle(el, "::after").position === "absolute") boxes.push(placed(el).getBoundingClientRect());
    const left = Math.min(...boxes.map((b) => b.left)), right = Math.max(...boxes.map((b) => b.right));
    const top = Math.min(...boxes.map((b) => b.top)), bottom = Math.max(...boxes.map((b) => b.bottom));
    return { left, right, top, bottom, width: right - left, height: bottom - top };
  }

  function placed(el) {
    let up = el;
    while (up.parentElement && getComputedStyle(up).position === "static") up = up.parentElement;
    return up;
  }

  /* A link among other words of its line is as high as they are. */
  function isInText(el) {
    if (getComputedStyle(el).display !== "inline") return false;
    let block = el.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return letters(block) > letters(el);
  }

  function letters(el) {
    return el.textContent.replace(/[^\p{L}\p{N}]/gu, "").length;
  }

  /* Targets below so many pixels; what presses a link's few words need not be as wide. */
  function targets(least) {
    return all(TARGETS).flatMap((el) => {
      const { width, height } = area(el);
      const isWord = el.localName === "a" && !el.matches(".button");
      const wide = isWord || el.name === "in_language" ? 24 : least; // looks like a link
      if (isInText(el) || (height > least - 0.5 && width > wide - 0.5)) return [];
      return [`${called(el)} ${width.toFixed(0)}×${height.toFixed(0)}`];
    });
  }

  // --- Room ------------------------------------------------------------------------------

  function sideways() {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} of ${root.clientWidth} px`] : [];
  }

  function lines() {
    const known = memory(lines);
    if (!known.has("all")) known.set("all", cores());
    return known.get("all");
  }

  /* The core of every line of text, without the ascents and descents that may touch. */
  function cores() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    while (walker.nextNode()) {
      const el = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || el.closest("script, style, select, textarea, svg, datalist") || !isDrawn(el)) continue;
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects()) {
        if (box.width < 2) continue;
        const core = box.height * 0.25;
        found.push({ el, left: box.left, right: box.right, top: box.top + core, bottom: box.bottom - core });
      }
    }
    return found;
  }

  function things() {
    return all("input:not([type=hidden]), select, textarea, button, .button, summary, img, td, th").map((el) => {
      const { left, right, top, bottom } = el.getBoundingClientRect();
      return { el, left, right, top, bottom };
    });
  }

  /* Text or controls of which a part is cut off, and cannot be scrolled to. */
  function clipped() {
    return [...new Set([...lines(), ...things()].filter(isCut).map((line) => called(line.el)))];
  }

  function isCut(line) {
    let acrossDone = false, downDone = false;
    for (let up = line.el; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (up === document.documentElement) break;
      const box = up.getBoundingClientRect();
      if (style.overflowX === "auto" || style.overflowX === "scroll") acrossDone = true;
      if (style.overflowY === "auto" || style.overflowY === "scroll") downDone = true;
      const across = !acrossDone && style.overflowX !== "visible";
      const down = !downDone && style.overflowY !== "visible";
      if (across && (line.left < box.left - 1 || line.right > box.right + 1)) return true;
      if (down && (line.top < box.top - 1 || line.bottom > box.bottom + 1)) return true;
      if (style.position === "fixed") return false;
    }
    return !acrossDone && (line.left < -1 || line.right > document.documentElement.clientWidth + 1);
  }

  /* Lines of text that lie on one another; what sticks to an edge may cover for a while. */
  function overlapping() {
    const found = lines().filter((line) => !isStuck(line.el)).map(inSight).sort((a, b) => a.top - b.top);
    const wrong = new Set();
    found.forEach((a, n) => {
      for (let next = n + 1; next < found.length; next += 1) {
        const b = found[next];
        if (b.top > a.bottom - 2) break;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (a.el !== b.el && across > 2 && down > 2) wrong.add(`${called(a.el)} and ${called(b.el)}`);
      }
    });
    return [...wrong];
  }

  /* The part of a line that is not scrolled out of the boxes it stands in. */
  function inSight(line) {
    const seen = { ...line };
    for (let up = line.el; up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const box = up.getBoundingClientRect();
      seen.left = Math.max(seen.left, box.left);
      seen.right = Math.min(seen.right, box.right);
      seen.top = Math.max(seen.top, box.top);
      seen.bottom = Math.min(seen.bottom, box.bottom);
    }
    return seen;
  }

  const isStuck = inherited((el) => ["sticky", "fixed"].includes(getComputedStyle(el).position));

  /* The spacing WCAG 1.4.12 wants pages to bear. Not stopped by the style policy. */
  const wider = new CSSStyleSheet();
  wider.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);

  function spread(on) {
    document.adoptedStyleSheets = on ? [wider] : [];
  }

  function printed() {
    const gone = all(".masthead nav, .languages, .menu, .rail, .decision, .footer ul, .skip, main form .buttons");
    const head = all("main h1").length ? [] : ["no title"];
    return [...head, ...gone.map((el) => `${called(el)} is printed`), ...sideways(), ...clipped()];
  }

  const tight = () => [...sideways(), ...clipped(), ...overlapping()];

  const probes = { borders, focus, targets, sideways, clipped, overlapping, printed, tight };
  for (const [name, probe] of Object.entries(probes)) probes[name] = anew(probe);
  return { ...probes, spread };
})();
