// Functions on the drawing: a closed one has a plus that opens it, the operations of an open one a frame with a minus.

const FRAME_ROOM = 11;
const MARK_RADIUS = 8.5;

/** Mark the functions of a drawing; `toggle` is told the name of one that is to open or close. */
function functionMarks(view, model, toggle) {
  const turn = (name) => { view.turned = name; toggle(name); };
  for (const [id, name] of Object.entries(model.closed)) {
    const node = view.byId.get(id);
    if (node) view.unfolded.append(mark(node.x + node.half, node.y - node.r, "+", name, turn));
  }
  for (const [name, members] of model.boxes) {
    const inside = members.map((id) => view.byId.get(id)).filter(Boolean);
    if (inside.length) addFrame(view.unfolded, inside, name, turn);
  }
}

function addFrame(svg, inside, name, turn) {
  const [left, right] = [Math.min(...inside.map((one) => one.x - one.half)), Math.max(...inside.map((one) => one.x + one.half))];
  const [top, bottom] = [Math.min(...inside.map((one) => one.y - one.r)), Math.max(...inside.map((one) => one.y + one.r))];
  const frame = rectangle(left - FRAME_ROOM, top - FRAME_ROOM, right - left + 2 * FRAME_ROOM, bottom - top + 2 * FRAME_ROOM);
  const looks = { class: "frame", rx: 12, fill: "none", stroke: "var(--muted)", "stroke-dasharray": "5 4" };
  for (const [key, value] of Object.entries(looks)) frame.setAttribute(key, value);
  frame.ondblclick = () => turn(name);
  svg.querySelector(".edges").before(frame);
  svg.append(mark(right + FRAME_ROOM, top - FRAME_ROOM, "−", name, turn));
}

/** A round button on the drawing. */
function mark(x, y, sign, name, turn) {
  const parts = [["g", { class: "opener", tabindex: 0, role: "button", "aria-label": `${sign === "+" ? "Open" : "Close"} ${name}`, "data-function": name }],
    ["circle", { cx: x, cy: y, r: MARK_RADIUS, fill: "var(--card)", stroke: "var(--muted)" }],
    ["text", { x, y: y + 4.6, "text-anchor": "middle", "font-size": 14, fill: "var(--ink)" }]];
  const [button, disc, text] = parts.map(([tag, values]) => {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return made;
  });
  text.append(sign);
  button.append(disc, text);
  button.onclick = () => turn(name);
  button.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    turn(name);
  };
  return button;
}

/** Keep the keyboard where it was: on the mark of the function that was opened or closed in the last drawing. */
function focusMark(view, last) {
  if (last?.turned) view.unfolded.querySelector(`.opener[data-function="${CSS.escape(last.turned)}"]`)?.focus({ preventScroll: true });
}
