// Put foreign SVG into the page through an allow-list: no script, no link, no handler gets in.

const SVG = "http://www.w3.org/2000/svg";
const TAGS = new Set("svg g path rect circle text tspan title defs marker linearGradient stop".split(" "));
const ATTRIBUTES = new Set(
  ("viewBox width height role id class d x y x1 y1 x2 y2 cx cy r rx dx dy fill stroke stroke-width stroke-dasharray opacity " +
    "font-family font-size font-style font-weight text-anchor marker-end refX refY markerWidth markerHeight " +
    "orient gradientUnits offset stop-color stop-opacity").split(" "),
);

/** A copy of a parsed element with the allowed tags and attributes alone. */
function allowed(from) {
  const copy = document.createElementNS(SVG, from.localName);
  for (const { name, value } of from.attributes) {
    if (ATTRIBUTES.has(name) || name.startsWith("data-")) copy.setAttribute(name, value);
  }
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE && TAGS.has(child.localName)) copy.append(allowed(child));
  }
  return copy;
}

function insertSvg(parent, text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  parent.replaceChildren(allowed(parsed));
  return parent.firstElementChild;
}

/** An element with a class and text or children. */
function make(tag, name = "", ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** Give an element new children; of those it has, only what differs is changed, which spares most of the layout. */
function refill(element, children) {
  const had = [...element.childNodes];
  children.forEach((next, i) => (i < had.length ? become(had[i], next) : element.append(next)));
  for (const extra of had.slice(children.length)) extra.remove();
}

function become(old, next) {
  if (old.isEqualNode(next)) return;
  if (old.nodeName !== next.nodeName) return old.replaceWith(next);
  if (old.nodeType === Node.TEXT_NODE) { old.data = next.data; return; }
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) {
    if (name === "style") old.style.cssText = value;
    else if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  refill(old, [...next.childNodes]);
}

/** Runs of mathematics as spans: italic letters, raised and lowered parts, parameters in their colours. */
function mathematics(runs, model, steps = null) {
  return runs.map(([text, slant, height, name]) => {
    const tag = height === "super" ? "sup" : height === "sub" ? "sub" : "span";
    const shown = steps && height === "super" && name ? steps(name, text) : text;
    const span = make(tag, slant, shown);
    if (name) {
      span.dataset.name = name;
      const colour = model.colours[name];
      if (colour) Object.assign(span.style, { color: colour, fontWeight: 700, fontStyle: "normal" });
    }
    return span;
  });
}
