// Values inside the nodes, as strips on a canvas over the drawing: thousands repaint in a frame, which SVG cannot.

const MOST_CELLS = 16;

/** What a node's strip shows: [{part, wide, colour, negative}], `part` from its left end and `wide` of its width. */
function cellsOf(node, values, model, phase, theme) {
  if (phase === "backward") {
    const part = logPart(norm(values), model.gradientRange[0], model.gradientRange[1]);
    return [{ part: 0, wide: 0.06 + 0.94 * part, colour: magnitudeColour(part, theme), negative: false }];
  }
  const count = Math.min(values.length, MOST_CELLS), most = model.variables[node.name].most;
  return Array.from({ length: count }, (_, i) => ({
    part: i / count, wide: 1 / count, colour: signedColour(values[i], most, theme), negative: values[i] < 0,
  }));
}

/** Where a node's strip lies in the drawing. */
function stripBox(node) {
  const width = node.r * 1.34, height = node.r * 0.3;
  return { x: node.x - width / 2, y: node.y + node.r * 0.3, width, height };
}

/** The canvas over the part of a drawing that is in sight; it moves along when the pane is scrolled. */
function stripLayer(pane, svg, muted) {
  const canvas = make("canvas", "strips"), ink = canvas.getContext("2d");
  pane.append(canvas);
  const dense = Math.min(globalThis.devicePixelRatio || 1, 2);
  let scale = 1, left = 0, nodes = [];

  function paint(node) {
    const box = stripBox(node), view = svg.viewBox.baseVal;
    const x = (box.x - view.x) * scale - left, y = (box.y - view.y) * scale, w = box.width * scale, h = box.height * scale;
    if (x + w < 0 || x > canvas.width) return;
    ink.clearRect(x - 1.5, y - 1.5, w + 3, h + 3);
    if (!node.cells) return;
    for (const cell of node.cells) {
      ink.fillStyle = cell.colour;
      ink.fillRect(x + cell.part * w, y, cell.wide * w + 0.4, h);
      if (cell.negative) stroke(x + cell.part * w, y, cell.wide * w, h);
    }
    ink.strokeStyle = muted;
    ink.lineWidth = 0.6 * scale;
    ink.strokeRect(x, y, w, h);
  }

  /** A bar across a negative cell: sign is never told by colour alone. */
  function stroke(x, y, w, h) {
    ink.strokeStyle = "rgba(255,255,255,0.75)";
    ink.lineWidth = Math.max(1, h * 0.16);
    ink.beginPath();
    ink.moveTo(x + w * 0.15, y + h / 2);
    ink.lineTo(x + w * 0.85, y + h / 2);
    ink.stroke();
  }

  function fit(all, shown) {
    const view = svg.viewBox.baseVal, wide = Math.min(view.width * shown, pane.clientWidth || view.width * shown);
    nodes = all;
    scale = shown * dense;
    canvas.width = wide * dense;
    canvas.height = view.height * scale;
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${view.height * shown}px`;
    move();
  }

  function move() {
    left = pane.scrollLeft * dense;
    canvas.style.left = `${pane.scrollLeft}px`;
    ink.clearRect(0, 0, canvas.width, canvas.height);
    for (const node of nodes) if (node.cells) paint(node);
  }

  pane.onscroll = move;
  return { paint, fit };
}

/** The strips as shapes, for an exported drawing. */
function stripShapes(nodes) {
  const group = document.createElementNS(SVG, "g");
  for (const node of nodes.filter((one) => one.cells)) {
    const { x, y, width, height } = stripBox(node);
    for (const cell of node.cells) {
      const rect = rectangle(x + cell.part * width, y, cell.wide * width, height);
      rect.setAttribute("fill", cell.colour);
      group.append(rect);
    }
    const frame = rectangle(x, y, width, height);
    for (const [name, value] of [["fill", "none"], ["stroke", "#8a92a3"], ["stroke-width", "0.6"]]) frame.setAttribute(name, value);
    group.append(frame);
  }
  return group;
}

function rectangle(x, y, width, height) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [key, value] of Object.entries({ x, y, width, height })) rect.setAttribute(key, value.toFixed(2));
  return rect;
}
