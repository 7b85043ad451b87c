// Sliders and boxes for numbers: the browser moves them, and the page follows.

const TELL_MILLISECONDS = 70;
// how long the hand knows better than a server that has not answered
const PATIENCE_MILLISECONDS = 3000;
const states = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".dials");
  const state = states.get(root) ?? { turn: data.turn, told: -Infinity, rows: new Map() };
  states.set(root, state);
  state.send = setStateValue;
  const awaits = data.turn !== state.turn && performance.now() - state.told < PATIENCE_MILLISECONDS;
  const rows = data.dials.map((dial) => {
    const known = state.rows.get(dial.key), row = known ?? made(dial, state);
    state.rows.set(dial.key, row);
    if (!known || !awaits) show(row, dial);
    return row;
  });
  for (const [key, row] of state.rows) if (!rows.includes(row)) state.rows.delete(key);
  if (rows.some((row, number) => root.children[number] !== row.root) || root.children.length !== rows.length) {
    root.replaceChildren(...rows.map((row) => row.root));
  }
}

/** Tell the server what stands on all dials: while one is dragged now and then, and at the end always. */
function tell(state, now) {
  clearTimeout(state.later);
  state.turn += 1;
  const send = () => {
    state.told = performance.now();
    const said = Object.fromEntries([...state.rows].map(([key, row]) => [key, row.box.value.trim()]));
    state.send("moved", { ...said, turn: state.turn });
  };
  const wait = TELL_MILLISECONDS - (performance.now() - state.told);
  if (now || wait <= 0) send();
  else state.later = setTimeout(send, wait);
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function made(dial, state) {
  const label = make("span", { class: "label" }, dial.label);
  const box = make("input", { class: "box", type: "text", inputmode: "decimal", role: "spinbutton", "aria-label": dial.label, autocomplete: "off" });
  const alert = make("p", { class: "refused", role: "alert" });
  const row = { dial, box, alert, typing: false };
  const step = (by) => {
    box.value = moved(row, by);
    show(row, { ...row.dial, value: box.value, refused: "" });
    tell(state, true);
  };
  box.oninput = () => { row.typing = true; };
  box.onblur = () => { row.typing = false; };
  box.onchange = () => {
    row.typing = false;
    tell(state, true);
  };
  box.onkeydown = (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  };
  const head = make("div", { class: "head" }, label);
  if (dial.said) head.append(make("button", { class: "why", type: "button", "aria-label": dial.said, "data-said": dial.said }, "?"));
  row.root = make("div", { class: dial.boxed ? "dial boxed" : "dial" }, head);
  if (dial.boxed) {
    const less = make("button", { type: "button", class: "step", "aria-label": `${dial.label}: less` }, "−");
    const more = make("button", { type: "button", class: "step", "aria-label": `${dial.label}: more` }, "+");
    less.onclick = () => step(-1);
    more.onclick = () => step(1);
    head.append(less, box, more);
  } else {
    row.slider = make("input", { type: "range", "aria-label": dial.label });
    row.slider.oninput = () => {
      show(row, { ...row.dial, value: row.slider.value, refused: "" });
      tell(state, false);
    };
    head.append(box);
    row.root.append(row.slider);
  }
  row.root.append(alert);
  return row;
}

/** What a dial shows a step further, within its bounds. */
function moved({ dial }, by) {
  const value = Math.min(dial.high, Math.max(dial.low, Number(dial.value) + by * dial.step));
  return String(+value.toFixed(6));
}

/** Show what is set; a text that is being typed stays, and one that does not read, with what is wrong with it. */
function show(row, dial) {
  row.dial = dial;
  if (!dial.refused && !row.typing) row.box.value = dial.value;
  row.alert.textContent = dial.refused;
  row.box.setAttribute("aria-invalid", Boolean(dial.refused));
  for (const [name, value] of [["valuemin", dial.low], ["valuemax", dial.high], ["valuenow", dial.value]]) {
    row.box.setAttribute(`aria-${name}`, value);
  }
  row.box.style.width = `${Math.max(String(dial.high).length, String(dial.low + dial.step).length, 2) + 2.4}ch`;
  if (!row.slider) return;
  Object.assign(row.slider, { min: dial.low, max: dial.high, step: dial.step, value: dial.value });
  row.slider.style.setProperty("--part", `${(100 * (dial.value - dial.low)) / (dial.high - dial.low || 1)}%`);
}
