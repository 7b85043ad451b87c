// The picture in play: which nodes are reached at a moment, what each holds, which step its label shows.

/** Nodes, edges, captions and column tints of the unfolded drawing, found once. */
function parts(model, unfolded) {
  const nodes = [...unfolded.querySelectorAll(".node")].map((element) => nodePart(element, model));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = [...unfolded.querySelectorAll(".edge")].map((element) => edgePart(element, byId));
  const tints = [...unfolded.querySelectorAll(".column")].map((element) => columnPart(element, nodes));
  const captions = [...unfolded.querySelectorAll(".caption[data-step]")].map((element) => {
    const x = +element.getAttribute("x");
    return { element, step: +element.dataset.step, column: tints.find((one) => one.left <= x && x <= one.right) };
  });
  return { nodes, byId, edges, tints, captions };
}

function nodePart(element, model) {
  const { node: id, x, y, r } = element.dataset;
  const [name, index, moment, rank] = model.nodes[id] ?? ["", [], 1, 0];
  const label = element.querySelector(".label"), outline = element.querySelector("circle, rect");
  const half = outline.localName === "circle" ? +r : +outline.getAttribute("width") / 2;
  return {
    element, id, name, index, moment, rank, label, half, x: +x, y: +y, r: +r,
    time: element.querySelector("tspan.super"), labelY: label ? +label.getAttribute("y") : 0,
    holds: element.dataset.kind !== "operation" && name in model.variables, done: null, cells: null,
  };
}

function edgePart(element, byId) {
  const source = byId.get(element.dataset.source), target = byId.get(element.dataset.target);
  return { element, end: target && (target.index.length || !source) ? target : source, ahead: null };
}

function columnPart(element, nodes) {
  const left = +element.getAttribute("x"), right = left + +element.getAttribute("width");
  const inside = nodes.filter((node) => left <= node.x && node.x <= right && node.index.length);
  return { element, left, right, moments: new Set(inside.map((node) => node.moment)), opacity: null };
}

/** How many steps the drawn window lies behind the series, for a moment. */
function windowShift(model, moment) {
  if (!model.follows) return 0;
  return Math.max(0, Math.min(model.moments - model.columns, moment - model.columns + (moment < model.moments ? 1 : 0)));
}

/** The moment and the index that a drawn node stands for, given the window's shift. */
function standsFor(model, node, shift) {
  if (!model.follows) return [node.moment, node.index];
  if (!node.index.length) return [node.moment >= model.columns ? model.moments : node.moment, node.index];
  return [node.moment + shift, node.index.map((step) => step + shift)];
}

/** Show the moment `at`: {phase, t, part}; `part` is how far the present moment is lit, 0 to 1. */
function show(view, model, at) {
  const shift = windowShift(model, at.t);
  if (shift !== view.shift) relabel(view, model, shift);
  view.shift = shift;
  for (const node of view.nodes) showNode(view, node, model, at);
  showChips(view, model, at);
  for (const edge of view.edges) {
    const ahead = Boolean(edge.end) && edge.end.ahead;
    if (ahead !== edge.ahead) edge.element.classList.toggle("ahead", ahead);
    edge.ahead = ahead;
  }
  for (const tint of view.tints) {
    const opacity = tint.moments.has(at.t - shift) ? "0.08" : "0";
    if (opacity !== tint.opacity) tint.element.setAttribute("opacity", opacity);
    tint.opacity = opacity;
  }
  for (const { element, column } of view.captions) element.classList.toggle("present", column?.opacity === "0.08");
}

function relabel(view, model, shift) {
  for (const node of view.nodes) {
    if (node.time && node.index.length) node.time.textContent = `(${node.index[0] + shift})`.replace("-", "−");
  }
  for (const { element, step } of view.captions) element.textContent = `${model.follows} = ${step + shift}`;
}

/** Whether a node is lit: forward up to the present moment, backward from the last down to it. */
function reached(moment, rank, at) {
  if (moment === at.t) return at.part >= (at.phase === "backward" ? 1 - rank : rank) * 0.999;
  return at.phase === "backward" ? moment > at.t : moment < at.t;
}

function showNode(view, node, model, at) {
  const [moment, index] = standsFor(model, node, view.shift);
  const done = moment === 0 ? at.phase === "forward" || at.t === 1 : reached(moment, node.rank, at);
  const chosen = view.chosen?.name === node.name && String(view.chosen.index) === String(index);
  if (done === node.done && chosen === node.chosen && view.shift === node.shift && at.phase === node.phase) return;
  Object.assign(node, { done, chosen, shift: view.shift, phase: at.phase });
  node.ahead = !done;
  node.element.classList.toggle("ahead", !done);
  node.element.classList.toggle("chosen", chosen);
  if (!node.holds) return;
  const back = at.phase === "backward", gradient = done && back ? valuesAt(model, node.name, index, "gradient") : null;
  writeBeside(node, done || back ? valuesAt(model, node.name, index) : null, gradient);
  const values = back ? gradient : done ? valuesAt(model, node.name, index) : null;
  node.label.setAttribute("y", values ? node.labelY - node.r * 0.2 : node.labelY);
  node.cells = values ? cellsOf(node, values, model, at.phase, view.theme) : null;
  view.strips.paint(node);
}
