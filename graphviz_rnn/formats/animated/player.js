"use strict";
// Plays the drawing: a position counts the moments of the forward pass, then those of the backward pass.

const data = JSON.parse(document.getElementById("data").textContent);
const one = (selector) => document.querySelector(selector);
const svg = one(".picture svg"), scrubber = one(".scrubber"), play = one(".play");
const SVG = "http://www.w3.org/2000/svg";
const parts = {
  vertices: [...svg.querySelectorAll(".node")], routes: [...svg.querySelectorAll(".edge")],
  chips: [...svg.querySelectorAll(".chip")], columns: [...svg.querySelectorAll(".column")],
};
const last = data.passes.reduce((sum, pass) => sum + pass.last, 0);
const PACE = 620, PAUSE = 1100, MOST_CELLS = 16;
let position = 1, timer = 0;

/** The pass and the moment in it that a position stands for. */
function moment(at) {
  const [forward, backward] = data.passes;
  return at <= forward.last ? [forward, at] : [backward, at - forward.last];
}

function show(at) {
  position = Math.min(Math.max(Math.round(at) || 1, 1), last);
  const [pass, now] = moment(position);
  for (const kind of ["vertices", "routes", "chips"]) {
    parts[kind].forEach((element, i) => {
      element.classList.toggle("ahead", pass[kind][i] > now);
      if (kind === "vertices") element.classList.toggle("present", pass[kind][i] === now);
    });
  }
  parts.columns.forEach((column, i) => column.setAttribute("opacity", pass.columns[now - 1].includes(i) ? "0.09" : "0"));
  parts.vertices.forEach((element, i) => fill(element, pass, pass.vertices[i] <= now && pass.vertices[i] > 0));
  scrubber.value = position;
  scrubber.setAttribute("aria-valuetext", `${pass.direction} ${pass.labels[now - 1]}`);
  const name = document.createElement("b");
  name.textContent = pass.direction;
  one(".moment").replaceChildren(name, ` ${pass.labels[now - 1]}`);
  legend(pass);
  follow(pass, now);
}

/** Keep what is reached in sight where the drawing is wider than the window. */
function follow(pass, now) {
  const here = parts.vertices.filter((_, i) => pass.vertices[i] === now).map((element) => element.getBoundingClientRect());
  const pane = one(".picture"), box = pane.getBoundingClientRect();
  if (!here.length || pane.scrollWidth <= pane.clientWidth) return;
  const middle = here.reduce((sum, rect) => sum + rect.left + rect.width / 2, 0) / here.length;
  pane.scrollLeft += middle - box.left - box.width / 2;
}

const number = (value) => (value === null ? NaN : value);
const norm = (units) => Math.hypot(...units.map(number));

/** Draw a node's numbers: one cell a unit forward, one bar of the gradient's norm backward. */
function fill(element, pass, isLit) {
  element.querySelector(".strip")?.remove();
  const label = element.querySelector(".label"), { node, x, y, r } = element.dataset;
  label.dataset.y ??= label.getAttribute("y");
  const units = isLit && Object.hasOwn(data[pass.numbers], node) ? data[pass.numbers][node] : null;
  label.setAttribute("y", units ? +label.dataset.y - r * 0.2 : label.dataset.y);
  if (!units) return;
  const strip = document.createElementNS(SVG, "g"), width = r * 1.34, left = x - width / 2, top = +y + r * 0.3;
  strip.setAttribute("class", "strip");
  const cell = (from, wide, colour) => strip.append(rectangle(from, top, wide, r * 0.3, colour));
  if (pass.numbers === "gradients") cell(left, width * share(norm(units)), "var(--magnitude)");
  else {
    const shown = units.slice(0, MOST_CELLS);
    shown.forEach((value, i) => cell(left + (i * width) / shown.length, width / shown.length, signed(number(value))));
  }
  const frame = rectangle(left, top, width, r * 0.3, "none");
  frame.setAttribute("class", "frame");
  strip.append(frame);
  element.append(strip);
}

function rectangle(x, y, width, height, colour) {
  const made = document.createElementNS(SVG, "rect");
  for (const [key, value] of Object.entries({ x, y, width, height })) made.setAttribute(key, value.toFixed(2));
  made.style.fill = colour;
  return made;
}

function signed(value) {
  if (Number.isNaN(value)) return "#8a6fb0";
  const part = data.most > 0 ? 85 * Math.min(1, Math.abs(value) / data.most) : 0;
  return `color-mix(in srgb, ${value < 0 ? "#0072b2" : "#d55e00"} ${part.toFixed(0)}%, var(--node))`;
}

/** How long the bar of a norm is: its place on a log scale from the least to the greatest. */
function share(size) {
  const [least, greatest] = data.norms;
  if (!(size > 0)) return 0;
  return greatest > least ? 0.06 + 0.94 * Math.min(1, Math.log(size / least) / Math.log(greatest / least)) : 1;
}

function legend(pass) {
  const has = Object.keys(data[pass.numbers]).length > 0, words = one(".legend"), bar = document.createElement("i");
  words.hidden = !Object.keys(data.values).length && !Object.keys(data.gradients).length;
  bar.className = pass.numbers === "values" ? "signed" : "norms";
  const most = data.most.toPrecision(3);
  const [from, to] = data.norms.map((size) => size.toPrecision(2));
  words.replaceChildren(...(!has ? [] : pass.numbers === "values" ? [`value −${most} `, bar, ` ${most}`]
    : [`norm of the gradient, log scale ${from} `, bar, ` ${to}`]));
}

function go(at) {
  show(at);
  const [pass, now] = moment(position), address = new URL(location.href);
  address.searchParams.set("t", now);
  if (pass.direction === "backward") address.searchParams.set("pass", "backward");
  else address.searchParams.delete("pass");
  try { history.replaceState(null, "", address); } catch { /* some browsers keep a file's address as it is */ }
}

function pause() {
  clearTimeout(timer);
  timer = 0;
  play.textContent = "▶";
  play.setAttribute("aria-label", "Play");
}

function resume() {
  if (position >= last) show(1);
  play.textContent = "❚❚";
  play.setAttribute("aria-label", "Pause");
  const beat = () => {
    if (position >= last) return pause();
    show(position + 1);
    timer = setTimeout(beat, position === data.passes[0].last ? PAUSE : PACE);
  };
  timer = setTimeout(beat, PACE);
}

const toggle = () => (timer ? pause() : resume());
const step = (by) => { pause(); go(position + by); };

play.onclick = toggle;
one(".first").onclick = () => step(-last);
one(".back").onclick = () => step(-1);
one(".next").onclick = () => step(1);
scrubber.max = last;
scrubber.oninput = () => { pause(); go(+scrubber.value); };
document.onkeydown = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = { ArrowRight: 1, ArrowLeft: -1, Home: -last, End: last };
  if (event.key in moves) step(moves[event.key]);
  else if (event.key === " " && event.target.tagName !== "BUTTON") toggle();
  else return;
  event.preventDefault();
};

const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = (theme) => { document.documentElement.dataset.theme = theme; };
dress(dark.matches ? "dark" : "light");
dark.onchange = () => dress(dark.matches ? "dark" : "light");
one(".theme").onclick = () => dress(document.documentElement.dataset.theme === "dark" ? "light" : "dark");

const asked = new URLSearchParams(location.search);
const wanted = Math.min(+asked.get("t") || 1, data.passes[asked.get("pass") === "backward" ? 1 : 0].last);
show(asked.get("pass") === "backward" ? data.passes[0].last + wanted : wanted);
