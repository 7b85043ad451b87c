// The picture in play: which columns are reached, what each node holds, which step its label shows.

/** Nodes, edges, captions and column tints of one drawing, found once. */
function parts(model, folded, unfolded) {
  const nodes = [...unfolded.querySelectorAll(".node")].map((element) => nodePart(element, model));
  const ranks = [...new Set(nodes.map((n) => n.y))].sort((a, b) => b - a);
  nodes.forEach((n) => (n.rank = ranks.length > 1 ? ranks.indexOf(n.y) / (ranks.length - 1) : 0));
  return {
    nodes,
    edges: [...unfolded.querySelectorAll(".edge")],
    captions: [...unfolded.querySelectorAll(".caption[data-step]")],
    tints: [...unfolded.querySelectorAll(".column")],
    all: [...folded.querySelectorAll(".node"), ...unfolded.querySelectorAll(".node")],
  };
}

function nodePart(element, model) {
  const { name, step, x, y, r } = element.dataset;
  const part = { element, name, column: step === undefined ? null : +step, x: +x, y: +y, r: +r };
  part.time = element.querySelector("tspan.super");
  part.label = element.querySelector(".label");
  part.labelY = part.label ? +part.label.getAttribute("y") : 0;
  part.outline = element.querySelector("circle, rect");
  const values = model.variables[name];
  if (values && element.dataset.kind !== "operation") part.strip = addStrip(part, values.size);
  return part;
}

const MOST_CELLS = 16;

function addStrip(part, size) {
  const width = part.r * 1.34, height = part.r * 0.3, count = Math.min(size, MOST_CELLS);
  const strip = document.createElementNS(SVG, "g");
  strip.setAttribute("class", "strip");
  const cells = Array.from({ length: count }, (_, i) =>
    rectangle(part.x - width / 2 + (i * width) / count, part.y + part.r * 0.3, width / count + 0.3, height));
  const frame = rectangle(part.x - width / 2, part.y + part.r * 0.3, width, height);
  frame.setAttribute("class", "frame");
  frame.setAttribute("fill", "none");
  strip.append(...cells, frame);
  part.element.append(strip);
  return { group: strip, cells, x: part.x - width / 2, width };
}

function rectangle(x, y, width, height) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [key, value] of Object.entries({ x, y, width, height })) rect.setAttribute(key, value.toFixed(2));
  return rect;
}

/** Show the moment `at`: {phase, t, part}; `part` is how far the present column is lit, 0 to 1. */
function show(view, model, at) {
  const shift = Math.max(0, Math.min(model.steps - model.columns, at.t - model.columns + (at.t < model.steps ? 1 : 0)));
  if (shift !== view.shift) relabel(view, shift);
  view.shift = shift;
  const present = at.t - shift;
  for (const node of view.nodes) showNode(view, node, model, at, present);
  for (const edge of view.edges) {
    edge.classList.toggle("ahead", edge.dataset.step !== undefined && !reached(+edge.dataset.step, 0, at, present));
  }
  for (const tint of view.tints) tint.setAttribute("opacity", +tint.dataset.step === present ? "0.08" : "0");
  for (const caption of view.captions) caption.classList.toggle("present", +caption.dataset.step === present);
}

function relabel(view, shift) {
  for (const node of view.nodes) {
    if (node.time && node.column !== null) node.time.textContent = `(${node.column + shift})`.replace("-", "−");
  }
  for (const caption of view.captions) {
    caption.textContent = `${view.axis} = ${+caption.dataset.step + shift}`;
  }
}

/** Whether a node is lit: forward up to the present column, backward from the last down to it. */
function reached(column, rank, at, present) {
  const edge = at.phase === "backward" ? 1 - rank : rank;
  if (column === present) return at.part >= edge * 0.999;
  return at.phase === "backward" ? column > present : column < present;
}

function showNode(view, node, model, at, present) {
  const column = node.column === null ? model.columns + (at.t >= model.steps ? 0 : 1) : node.column;
  const done = node.column === null
    ? at.phase === "backward" || at.t >= model.steps && at.part >= 1
    : reached(column, node.rank, at, present);
  node.element.classList.toggle("ahead", !done);
  node.element.classList.toggle("present", node.column === present);
  const step = node.column === null ? 1 : node.column + view.shift;
  const isChosen = view.chosen && view.chosen.name === node.name && view.chosen.step === step;
  node.element.classList.toggle("chosen", Boolean(isChosen));
  if (!node.strip) return;
  const values = done ? valuesAt(model, node.name, step, at.phase === "backward" ? "gradient" : "value") : null;
  node.strip.group.style.display = values ? "" : "none";
  node.label.setAttribute("y", values ? node.labelY - node.r * 0.2 : node.labelY);
  if (values) paint(node, values, model, at.phase, view.theme);
}

function paint(node, values, model, phase, theme) {
  const { cells, x, width } = node.strip;
  if (phase === "backward") {
    const part = logPart(norm(values), model.gradientRange[0], model.gradientRange[1]);
    cells.forEach((cell, i) => (cell.style.display = i ? "none" : ""));
    cells[0].setAttribute("x", x);
    cells[0].setAttribute("width", (width * (0.06 + 0.94 * part)).toFixed(2));
    cells[0].setAttribute("fill", magnitudeColour(part, theme));
    return;
  }
  const most = model.variables[node.name].most;
  cells.forEach((cell, i) => {
    cell.style.display = "";
    if (i === 0) cell.setAttribute("width", (width / cells.length + 0.3).toFixed(2));
    cell.setAttribute("fill", signedColour(values[i], most, theme));
  });
}
