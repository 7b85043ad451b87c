// Eigenvalues on the complex plane: drag one, or focus it and use the arrow keys; near the unit circle it snaps to it.

// how near to the unit circle it draws a point in: a pixel or so for a hand, less than a step for the keys
const DRAG_SNAPS = 0.02;
const KEY_SNAPS = 0.004;

const SVG = "http://www.w3.org/2000/svg";
const TELL_MILLISECONDS = 70;
const states = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".plane");
  const state = states.get(root) ?? { held: null, told: 0, focus: null };
  states.set(root, state);
  if (state.held !== null) return; // while one is dragged, the hand knows better than the server
  state.values = data.eigenvalues.map((one) => [...one]);
  draw(root, state, data, (now) => tell(state, setStateValue, now));
}

/** Tell the server, while dragging now and then, and at the end always. */
function tell(state, setStateValue, now) {
  clearTimeout(state.later);
  const send = () => {
    state.told = performance.now();
    setStateValue("eigenvalues", state.values.map(spelled).join(", "));
  };
  const wait = TELL_MILLISECONDS - (performance.now() - state.told);
  if (now || wait <= 0) send();
  else state.later = setTimeout(send, wait);
}

const trimmed = (value) => String(+value.toFixed(6));

function spelled([re, im]) {
  if (im < 1e-9) return trimmed(re);
  return `${trimmed(re)}+${trimmed(im)}i`;
}

function make(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function draw(root, state, data, changed) {
  const most = Math.max(1.3, 1.12 * Math.max(...state.values.map(([re, im]) => Math.hypot(re, im))));
  const wide = 1.95 * most, size = most / 14;
  const svg = make("svg", { viewBox: `${-wide} ${-most} ${2 * wide} ${2 * most}`, role: "group", "aria-label": "Eigenvalues" });
  svg.append(
    make("line", { class: "axis", x1: -wide, x2: wide, y1: 0, y2: 0 }),
    make("line", { class: "axis", x1: 0, x2: 0, y1: -most, y2: most }),
    make("circle", { class: "circle", r: 1 }),
  );
  for (const [x, y, said] of [[1, 0, "1"], [-1, 0, "−1"], [0, -1, "i"], [0, 1, "−i"]]) {
    svg.append(make("text", { x: x + 0.05 * most, y: y + 0.13 * most, "font-size": 0.13 * most }, said));
  }
  const title = document.createElement("h4"), line = document.createElement("p");
  title.textContent = "eigenvalues λ and their powers λᵗ: drag one";
  const points = state.values.map((_, number) => point(number, data.colours[number % data.colours.length], size));
  for (const one of points) svg.append(one.trail);
  for (const one of points) svg.append(one.mirror, one.group);
  root.classList.toggle("large", data.large);
  root.replaceChildren(title, svg, line);
  const the = { root, svg, line, state, data, points, most, changed };
  points.forEach((one, number) => wire(one, number, the));
  show(the);
  if (state.focus !== null) points[state.focus]?.group.focus({ preventScroll: true });
}

function point(number, colour, size) {
  const halo = make("circle", { class: "halo", r: 2.1 * size, fill: colour });
  const dot = make("circle", { r: size, fill: colour, stroke: "currentColor", "stroke-width": size / 6 });
  return {
    colour, size,
    trail: make("g", { fill: colour, opacity: 0.45 }),
    mirror: make("circle", { r: 0.8 * size, fill: "none", stroke: colour, "stroke-width": size / 3 }),
    group: make("g", { class: "point", tabindex: 0, role: "slider", "data-number": number }, halo, dot),
  };
}

/** Put everything where the values are. */
function show({ points, state, data, line, most }) {
  points.forEach((one, number) => {
    const [re, im] = state.values[number];
    one.group.setAttribute("transform", `translate(${re} ${-im})`);
    one.group.setAttribute("aria-label", `eigenvalue ${spelled(state.values[number])}`);
    one.group.setAttribute("aria-valuetext", words(re, im));
    one.mirror.setAttribute("cx", re);
    one.mirror.setAttribute("cy", im);
    one.mirror.setAttribute("visibility", im < 1e-9 ? "hidden" : "visible");
    one.trail.replaceChildren(...powers(re, im, data.steps, 1.95 * most).map(([x, y]) => make("circle", { cx: x, cy: -y, r: 0.3 * one.size })));
  });
  const seen = state.focus ?? 0;
  line.textContent = words(...state.values[seen]);
}

function words(re, im) {
  const modulus = Math.hypot(re, im), fate = modulus > 1 + 1e-6 ? "explodes" : modulus < 1 - 1e-6 ? "dies out" : "stays";
  const said = im < 1e-9 ? trimmed(re) : `${trimmed(re)} ± ${trimmed(im)}i`;
  return `λ = ${said}, |λ| = ${modulus.toFixed(3)}: ${fate}`.replace(/-/g, "−");
}

function powers(re, im, steps, most) {
  const found = [];
  let [x, y] = [re, im];
  for (let t = 2; t <= steps && Math.hypot(x, y) < most; t += 1) {
    [x, y] = [x * re - y * im, x * im + y * re];
    found.push([x, y]);
  }
  return found;
}

function wire({ group }, number, the) {
  const { svg, state } = the, pair = state.values[number][1] > 1e-9;
  const move = (re, im, now) => {
    state.values[number] = placed(re, im, pair, the.most, now ? KEY_SNAPS : DRAG_SNAPS);
    show(the);
    the.changed(now);
  };
  group.onfocus = () => { state.focus = number; show(the); };
  group.onpointerdown = (event) => { state.held = number; group.setPointerCapture(event.pointerId); };
  group.onpointermove = (event) => {
    if (state.held !== number) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    move(at.x, -at.y, false);
  };
  group.onpointerup = group.onpointercancel = () => {
    if (state.held === null) return;
    state.held = null;
    the.changed(true);
  };
  group.onkeydown = (event) => {
    const step = event.shiftKey ? 0.1 : 0.01, [re, im] = state.values[number];
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
    if (!by) return;
    event.preventDefault();
    move(re + by[0], im + by[1], true);
  };
}

/** Where an eigenvalue may lie: a real one on the real line, one of a pair above it; the unit circle draws it in. */
function placed(re, im, pair, most, snaps) {
  let at = pair ? [re, Math.max(0.01, im)] : [re, 0];
  const modulus = Math.hypot(...at), bound = Math.min(1.25 * most, 9.9);
  if (modulus > bound) at = at.map((one) => (one * bound) / modulus);
  else if (Math.abs(modulus - 1) < snaps && modulus > 0) at = at.map((one) => one / modulus);
  return at.map((one) => +one.toFixed(6));
}
