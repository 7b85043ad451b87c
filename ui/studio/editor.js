// The editor: what is typed goes to the server after a short pause; what the server says of it is shown at its place.

const PAUSE_MILLISECONDS = 280;
const WORDS = new Set("input target param const axis hide def feedback fixed scalar".split(" "));
const editors = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  if (!data) return;
  let editor = editors.get(parentElement);
  if (!editor) {
    editor = mount(parentElement.querySelector(".editor"));
    editors.set(parentElement, editor);
  }
  editor.answered(data, (typed) => setStateValue("typed", typed));
  return () => editor.leave();
}

function mount(root) {
  const find = (name) => root.querySelector(name), area = find(".typed");
  let said = null, of = null, stroke = 0, send = null, waiting = 0;

  area.oninput = () => {
    stroke += 1;
    paint();
    clearTimeout(waiting);
    waiting = setTimeout(hand, PAUSE_MILLISECONDS);
  };
  area.onblur = () => waiting && hand();
  // single letters are shortcuts of the page around
  area.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) hand();
  };
  find(".fault").onclick = () => said.fault && point(area, said.fault);

  function hand() {
    clearTimeout(waiting);
    waiting = 0;
    send({ of, text: area.value, stroke });
  }

  /** Take what the server says; the text itself is taken only where another was asked for. */
  function answered(data, sender) {
    said = data;
    send = sender;
    if (of !== data.of) {
      clearTimeout(waiting);
      waiting = 0;
      [of, area.value, stroke] = [data.of, data.text, data.stroke];
    }
    root.dataset.theme = data.theme;
    paint();
  }

  function paint() {
    const lines = area.value.split("\n"), known = said.stroke === stroke ? said.fault : null;
    const fault = known && { ...known, line: Math.min(known.line, lines.length) };
    find(".shown").replaceChildren(...lines.map((line, i) => painted(line, said.colours, fault?.line === i + 1 ? fault.column : 0)));
    find(".numbers").replaceChildren(...lines.map((_, i) => piece(fault?.line === i + 1 ? "line bad" : "line", String(i + 1))));
    const words = said.fault ? `Line ${said.fault.line}, column ${said.fault.column}: ${said.fault.message}` : said.schedule;
    const foot = find(".fault");
    foot.replaceChildren(...words.split("`").map((part, i) => (i % 2 ? piece("code", part) : part)));
    foot.classList.toggle("wrong", Boolean(said.fault));
    foot.classList.toggle("stale", said.stroke !== stroke);
    area.setAttribute("aria-invalid", Boolean(fault));
    if (said.stroke === stroke && find(".spoken").textContent !== words) find(".spoken").textContent = words;
  }

  return { answered, leave: () => clearTimeout(waiting) };
}

/** One line in colours, the faulty character marked; columns count characters, not UTF-16 units. */
function painted(line, colours, column) {
  const row = piece(column ? "line bad" : "line", "");
  let at = 1;
  for (const [text, note, name] of line.matchAll(/(#.*)|([\p{L}_][\p{L}\p{N}\p{M}_]*)|[^#\p{L}_]+/gu)) {
    const from = at, letters = [...text];
    at += letters.length;
    const span = piece(look(name, note, colours, line, at), "");
    if (name && Object.hasOwn(colours, name)) span.style.color = colours[name];
    if (column >= from && column < at) {
      span.append(letters.slice(0, column - from).join(""), piece("here", letters[column - from]), letters.slice(column - from + 1).join(""));
    } else span.textContent = text;
    row.append(span);
  }
  if (column >= at) row.append(piece("here", " "));
  return row;
}

function look(name, note, colours, line, at) {
  if (note) return "note";
  if (!name) return "";
  if (Object.hasOwn(colours, name)) return "parameter";
  if (WORDS.has(name)) return "word";
  return [...line].slice(at - 1).join("").trimStart().startsWith("(") ? "call" : "";
}

function piece(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

/** Put the cursor where the fault is. */
function point(area, { line, column }) {
  const lines = area.value.split("\n"), before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const at = before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  area.focus();
  area.setSelectionRange(at, at + 1);
}
