// The numbers beside the nodes of a drawing without steps, as on a blackboard: values, and under them derivatives.

const MOST_BESIDE = 3;
const BESIDE = { size: 17, letter: 8.6, gap: 8, number: 70 }; // in units of the drawing

/** Give every node and every chip that holds few numbers a place for them, and the drawing room at its sides. */
function makeBesides(model, view) {
  view.chips = [];
  if (model.hasAxes) return;
  const chips = [...view.unfolded.querySelectorAll(".chip")].map((element) => chipPart(element, view.nodes));
  const all = [...view.nodes, ...chips], box = view.unfolded.viewBox.baseVal;
  let [left, right] = [box.x, box.x + box.width];
  for (const one of all) {
    const size = (model.variables[one.name] ?? model.parameters[one.name])?.size ?? Infinity;
    if (size > MOST_BESIDE || one.element.dataset.kind === "operation") continue;
    const [side, room] = widest(one, all, size * BESIDE.number), lines = ["value", "gradient"].map((what) => besideLine(one, side, what));
    one.beside = { room, lines };
    one.element.append(...lines);
    const end = one.x + side * (one.half + BESIDE.gap + room);
    [left, right] = [Math.min(left, end), Math.max(right, end)];
  }
  view.chips = chips.filter((chip) => chip.beside);
  view.unfolded.setAttribute("viewBox", `${left} ${box.y} ${right - left} ${box.height}`);
}

/** A parameter's chip as a place for numbers; `reader` is the node that it leads to. */
function chipPart(element, nodes) {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => +element.querySelector("rect").getAttribute(name));
  const part = { element, name: element.dataset.name, x: x + width / 2, y: y + height / 2, half: width / 2, r: height / 2 };
  const away = (node) => Math.hypot(node.x - part.x, node.y - part.y);
  return { ...part, reader: nodes.reduce((best, node) => (best && away(best) <= away(node) ? best : node), null) };
}

/** The side, -1 or 1, on which a row is free furthest, up to what is asked for, and how far. */
function widest(one, all, asked) {
  const [right, left] = [1, -1].map((side) => {
    const near = all.filter((other) => other !== one && Math.abs(other.y - one.y) < other.r + BESIDE.size && side * (other.x - one.x) > 0);
    return Math.min(asked, ...near.map((other) => Math.abs(other.x - one.x) - other.half - one.half - 2 * BESIDE.gap));
  });
  return left > right ? [-1, left] : [1, right];
}

function besideLine(one, side, what) {
  const line = document.createElementNS(SVG, "text");
  const attributes = {
    class: `beside ${what}`, x: one.x + side * (one.half + BESIDE.gap), "font-size": BESIDE.size, "font-family": "'Source Sans 3', sans-serif",
    "text-anchor": side < 0 ? "end" : "start", fill: what === "value" ? "var(--ink)" : "var(--accent)",
  };
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  return line;
}

/** Write what a node holds at this moment: values once they are computed, on the way back the derivative too. */
function writeBeside(one, values, gradient) {
  if (!one.beside) return;
  const said = [values, gradient].map((held) => fitting(held ? [...held].map(brief).join(", ") : "", one.beside.room));
  one.beside.lines.forEach((line, i) => {
    line.textContent = said[i];
    line.setAttribute("y", one.y + BESIDE.size * (said[1] ? i - 0.15 : 0.35));
  });
}

/** What there is no room for is left to the inspector. */
const fitting = (text, room) => (text.length * BESIDE.letter <= room + BESIDE.letter ? text : "");

const brief = (value) => spoken(value).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** The chips hold their values from the start; their derivatives are there once their reader's is. */
function showChips(view, model, at) {
  if (!view.chips.length) return;
  const held = { ...model, variables: model.parameters };
  for (const chip of view.chips) {
    const back = at.phase === "backward" && chip.reader?.done;
    writeBeside(chip, valuesAt(held, chip.name, []), back ? valuesAt(held, chip.name, [], "gradient") : null);
  }
}
