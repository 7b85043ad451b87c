// One drawing becoming the next: what both have glides to its new place, what is new grows out of the step beside it,
// what is gone fades, and an edge that is cut draws back from its end.

const CHANGE_MILLISECONDS = 500;
const MOST_CHANGING = 400;
const KEY = /^(.*?)((?:_-?\d+)*)$/;
const THINGS = ".node, .chip, .caption, .dots, .delay";

/** What a drawing shows and where, in the window's pixels; null for one that is not seen or too large to move. */
function standing(svg, shift) {
  if (!svg.getClientRects().length || matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  const found = [...svg.querySelectorAll(THINGS)];
  if (found.length > 3 * MOST_CHANGING || svg.querySelectorAll(".node").length > MOST_CHANGING) return null;
  const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal, scale = box.width / view.width;
  const frame = { scale, left: box.left - view.x * scale, top: box.top - view.y * scale };
  const moving = svg.getAnimations({ subtree: true }).length > 0;
  const columns = [...svg.querySelectorAll(".column")].map((one) => [+one.getAttribute("x"), +one.dataset.step]).sort(([a], [b]) => a - b);
  const things = keyed(found, (one) => keyOfThing(one, columns, shift), (one) => placed(one, frame, moving));
  const edges = keyed([...svg.querySelectorAll(".edge")], (one) => ["source", "target"].map((end) => keyOf(one.dataset[end] ?? "", shift)).join(">"),
    (element) => ({ element, way: moving ? getComputedStyle(element).d : element.getAttribute("d") }));
  return { svg, frame, things, edges };
}

/** A map of elements by their keys; those of one key are numbered. */
function keyed(elements, key, made) {
  const found = new Map(), counts = new Map();
  for (const one of elements) {
    const name = key(one), count = counts.get(name) ?? 0, [, stem, steps] = KEY.exec(name);
    counts.set(name, count + 1);
    found.set(`${name}#${count}`, { ...made(one), name, stem, steps: steps.split("_").slice(1).map(Number) });
  }
  return found;
}

/** A node's id in which its steps are those it stands for: "h_2" in a window that is 7 steps on is "h_9". */
function keyOf(id, shift) {
  const [, stem, steps] = KEY.exec(id);
  return stem + steps.replace(/-?\d+/g, (step) => +step + shift);
}

/** What is no node is told by its class, its name and its step: a chip has that of the last column that begins at its left. */
function keyOfThing(element, columns, shift) {
  const { node, name = "", step } = element.dataset;
  if (node) return keyOf(node, shift);
  const own = step ?? (element.matches(".chip") ? columns.findLast(([left]) => left <= middle(element).x)?.[1] ?? 0 : undefined);
  return `${element.classList[0]} ${name}${own === undefined ? "" : `_${+own + shift}`}`;
}

/** Where an element is drawn now, and how large, were its size in the drawing 1. */
function placed(element, frame, moving) {
  const at = middle(element), now = moving ? new DOMMatrix(getComputedStyle(element).transform) : new DOMMatrix();
  const shown = now.transformPoint({ x: at.x, y: at.y });
  return { element, at, x: frame.left + shown.x * frame.scale, y: frame.top + shown.y * frame.scale, size: at.size * frame.scale * now.a };
}

/** An element's middle and size as it is drawn, whatever moves it. */
function middle(element) {
  if (element.dataset.r) return { x: +element.dataset.x, y: +element.dataset.y, size: +element.dataset.r };
  const shape = element.querySelector("rect") ?? element, number = (name) => +(shape.getAttribute(name) ?? 0);
  return { x: number("x") + number("width") / 2, y: number("y") + number("height") / 2, size: number("height") || number("font-size") || 1 };
}

/** Let the drawing that stands grow out of the one `before`; the next change may come at any time. */
function change(before, svg, shift) {
  const now = before && standing(svg, shift);
  if (!now || ![...now.things].some(([key, one]) => one.element.dataset.node && before.things.has(key))) return;
  const pane = svg.parentElement, timing = { duration: CHANGE_MILLISECONDS, easing: "cubic-bezier(.45,.05,.25,1)", fill: "backwards" };
  const gone = document.createElementNS(SVG, "g"), ratio = before.frame.scale / now.frame.scale;
  const away = { x: (before.frame.left - now.frame.left) / now.frame.scale, y: (before.frame.top - now.frame.top) / now.frame.scale };
  gone.setAttribute("transform", `translate(${away.x} ${away.y}) scale(${ratio})`);
  svg.querySelector(".edges").before(gone);
  const moves = [...enter(before, now, timing), ...leave(before, now, gone, timing)];
  moves.push(...edgesIn(before, now, { ratio, ...away }, timing), ...edgesOut(before, now, gone, timing));
  const strips = pane.querySelector(".strips");
  if (strips && moves.length) moves.push(strips.animate([{ opacity: 0 }, { opacity: 0, offset: 0.92 }, { opacity: 1 }], timing));
  pane.classList.toggle("morphing", pane.scrollWidth <= pane.clientWidth);
  Promise.allSettled(moves.map((one) => one.finished)).then(() => {
    gone.remove();
    if (svg.isConnected) pane.classList.remove("morphing");
  });
}

/** A transform that shows a thing of drawing `one` at the place and in the size of `other`. */
function shownAs(one, other, frame) {
  const to = { x: (other.x - frame.left) / frame.scale, y: (other.y - frame.top) / frame.scale };
  return `translate(${to.x}px, ${to.y}px) scale(${other.size / frame.scale / one.at.size}) translate(${-one.at.x}px, ${-one.at.y}px)`;
}

function enter(before, now, timing) {
  return [...now.things].flatMap(([key, one]) => {
    const old = before.things.get(key), from = old ?? beside(one, before.things) ?? one;
    if (old && Math.hypot(old.x - one.x, old.y - one.y, old.size - one.size) < 0.5) return [];
    const shown = { transform: shownAs(one, one, now.frame) };
    return one.element.animate([{ transform: shownAs(one, from, now.frame), ...(old ? {} : { opacity: 0 }) }, shown], timing);
  });
}

function leave(before, now, gone, timing) {
  return [...before.things].filter(([key]) => !now.things.has(key)).map(([, one]) => {
    const ghost = ghostOf(one.element, gone), to = beside(one, now.things) ?? one, stay = { transform: shownAs(one, one, before.frame) };
    return ghost.animate([{ ...stay, opacity: 1 }, { transform: shownAs(one, to, before.frame), opacity: 0 }], { ...timing, fill: "both" });
  });
}

/** What has the same name at the nearest step. */
function beside(one, things) {
  let best = null, least = Infinity;
  for (const other of things.values()) {
    const far = other.stem === one.stem ? other.steps.reduce((sum, step, i) => sum + Math.abs(step - one.steps[i]), 0) : Infinity;
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

function edgesIn(before, now, move, timing) {
  return [...now.edges].flatMap(([key, one]) => {
    const way = before.edges.get(key)?.way, old = way && moved(way, move);
    if (!old || letters(old) !== letters(one.way)) return one.element.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, {}], timing);
    return old === moved(one.way, { ratio: 1, x: 0, y: 0 }) ? [] : one.element.animate([{ d: `path("${old}")` }, { d: `path("${one.way}")` }], timing);
  });
}

/** Edges that are gone: one that is cut, both of whose ends stay, draws back from its end; others fade with theirs. */
function edgesOut(before, now, gone, timing) {
  return [...before.edges].filter(([key]) => !now.edges.has(key)).map(([, one]) => {
    const ghost = ghostOf(one.element, gone), ends = one.name.split(">"), long = ghost.getTotalLength();
    ghost.removeAttribute("marker-end");
    if (!ends.every((end) => now.things.has(`${end}#0`))) return ghost.animate([{ opacity: 1 }, { opacity: 0, offset: 0.4 }, { opacity: 0 }], { ...timing, fill: "both" });
    const dashes = { strokeDasharray: `${long}px`, strokeWidth: "3px" };
    return ghost.animate([{ ...dashes, strokeDashoffset: "0px" }, { ...dashes, strokeDashoffset: `${long}px` }], { ...timing, fill: "both" });
  });
}

/** A copy of what is gone, which is no part of the graph any more. */
function ghostOf(element, parent) {
  const ghost = element.cloneNode(true);
  for (const one of [ghost, ...ghost.querySelectorAll("*")]) {
    one.removeAttribute("id");
    one.removeAttribute("class");
    for (const name of Object.keys(one.dataset)) delete one.dataset[name];
  }
  return parent.appendChild(ghost);
}

const letters = (way) => way.replace(/[^a-z]/gi, "").replace(/path/, "");

/** A path's data in another drawing's units. */
function moved(way, { ratio, x, y }) {
  let across = true;
  return way.replace(/^path\("|"\)$/g, "").replace(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g, (number) => {
    const at = +number * ratio + (across ? x : y);
    across = !across;
    return at.toFixed(2);
  });
}
