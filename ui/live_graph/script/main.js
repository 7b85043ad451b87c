// The component: put the parts together, keep the state of each place on the page over reruns.

const places = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  if (!data || !data.byteLength) return;
  let place = places.get(parentElement);
  if (!place) {
    place = mount(parentElement.querySelector(".live"));
    places.set(parentElement, place);
    requestAnimationFrame(() => setStateValue("drawn", true));
  }
  place.update(decode(data));
  return () => place.stop();
}

function mount(root) {
  const find = (name) => root.querySelector(name);
  let model = null, view = null;
  const clock = player(() => model.steps, refresh), sight = lens(root, () => follow(clock));

  function update(next) {
    model = next;
    const theme = isDark(root) ? "dark" : "light";
    root.dataset.theme = theme;
    const folded = insertSvg(find(".folded"), model.folded), unfolded = insertSvg(find(".unfolded"), model.unfolded);
    const old = view;
    view = { ...parts(model, folded, unfolded), folded, unfolded, shift: 0, theme, axis: model.axis, chosen: null, pinned: false };
    if (old && old.pinned && model.variables[old.chosen.name] && old.chosen.step <= model.steps) {
      Object.assign(view, { chosen: old.chosen, pinned: true });
    }
    clock.backward = model.hasGradient;
    clock.t = Math.min(clock.t, model.steps);
    if (!model.hasGradient) clock.phase = "forward";
    sight.drawings = [folded, unfolded];
    equations();
    sight.fit();
    wire();
    refresh(clock);
  }

  function refresh(at) {
    if (!view.pinned) view.chosen = { name: model.focus, step: at.t };
    show(view, model, at);
    inspect(find(".inspector"), model, view, view.chosen);
    const scrubber = find(".scrubber");
    scrubber.max = model.steps;
    scrubber.value = at.t;
    scrubber.style.setProperty("--done", `${((at.t - 1) / Math.max(1, model.steps - 1)) * 100}%`);
    find(".moment").textContent = `${model.axis} = ${at.t} of ${model.steps}`;
    find(".tick").textContent = model.ticks[at.t - 1] ?? "";
    find(".play").textContent = at.playing ? "❚❚" : "▶";
    find(".play").setAttribute("aria-label", at.playing ? "Pause" : "Play");
    find(".speed").textContent = `×${at.speed}`;
    for (const way of ["forward", "backward"]) find(`.${way}`).setAttribute("aria-pressed", at.phase === way);
    find(".backward").disabled = !model.hasGradient;
    find(".legend").replaceChildren(...legend(at.phase));
    if (!at.playing) say(at);
    follow(at);
    moveCursors(model, at.t);
  }

  function say(at) {
    const values = valuesAt(model, model.focus, at.t, at.phase === "backward" ? "gradient" : "value");
    const size = values ? `, norm ${spoken(norm(values))}` : "";
    const what = at.phase === "backward" ? `gradient at ${model.focus}` : model.focus;
    find(".spoken").textContent = `Step ${at.t} of ${model.steps}, ${at.phase}: ${what}${size}.`;
  }

  function legend(phase) {
    if (phase === "backward") {
      const [least, most] = model.gradientRange;
      return [`‖gradient‖, log scale: ${spoken(least)} `, make("i", "magnitudes"), ` ${spoken(most)}`];
    }
    return ["values: − ", make("i", "signed"), " +, each variable by its own largest"];
  }

  function equations() {
    find(".equations .list").replaceChildren(
      ...model.equations.map((runs) => make("span", "math", ...mathematics(runs, model))));
  }

  /** Keep the present column in sight where the drawing is wider than its pane. */
  function follow(at) {
    const pane = find(".unfolded"), tint = view.tints.find((one) => +one.dataset.step === at.t - view.shift);
    if (!tint || pane.scrollWidth <= pane.clientWidth) return;
    const left = (+tint.getAttribute("x") - view.unfolded.viewBox.baseVal.x) * sight.scale;
    const wide = +tint.getAttribute("width") * sight.scale;
    const [from, to] = [pane.scrollLeft, pane.scrollLeft + pane.clientWidth];
    if (left < from + 20 || left + wide > to - 20) pane.scrollLeft = left - (pane.clientWidth - wide) / 2;
  }

  function light(name) {
    for (const one of root.querySelectorAll("[data-name]")) one.classList.toggle("twin", Boolean(name) && one.dataset.name === name);
  }

  function choose(node) {
    const step = node.dataset.part === "folded" || node.dataset.step === undefined ? clock.t : +node.dataset.step + view.shift;
    const again = view.pinned && view.chosen.name === node.dataset.name && view.chosen.step === step;
    Object.assign(view, again ? { pinned: false } : { pinned: true, chosen: { name: node.dataset.name, step } });
    refresh(clock);
  }

  function wire() {
    root.onpointerover = (event) => light(event.target.closest("[data-name]")?.dataset.name ?? "");
    root.onpointerleave = () => light("");
    find(".panes").onclick = (event) => {
      const node = event.target.closest(".node");
      if (node && !sight.dragged && model.variables[node.dataset.name]) choose(node);
    };
    find(".first").onclick = () => clock.go(1);
    find(".back").onclick = () => clock.go(clock.t - 1);
    find(".play").onclick = () => clock.toggle();
    find(".next").onclick = () => clock.go(clock.t + 1);
    find(".scrubber").oninput = (event) => clock.go(+event.target.value);
    find(".forward").onclick = () => clock.turn("forward");
    find(".backward").onclick = () => clock.turn("backward");
    find(".speed").onclick = () => clock.faster();
    find(".fold").onclick = () => {
      const shut = find(".panes").classList.toggle("only-folded");
      find(".fold").textContent = shut ? "unfold" : "fold";
      sight.fit();
    };
    for (const [name, steps] of [["in", 1], ["out", -1], ["fit", 0]]) find(`.zoom-${name}`).onclick = () => sight.turn(steps);
    find(".formats").onclick = async (event) => {
      const format = event.target.dataset.format;
      if (!format) return;
      find(".message").textContent = (await exportSeen(format, view, model, root)) || "";
      find(".export").open = false;
    };
    find(".stage").onkeydown = key;
  }

  function key(event) {
    if (event.target.matches("input, summary") && event.key !== " ") return;
    const act = {
      " ": () => clock.toggle(), ArrowRight: () => clock.go(clock.t + 1), ArrowLeft: () => clock.go(clock.t - 1),
      Home: () => clock.go(1), End: () => clock.go(model.steps),
      "+": () => sight.turn(1), "-": () => sight.turn(-1), 0: () => sight.turn(0),
    }[event.key];
    if (!act || (event.key === " " && event.target.matches("button, summary"))) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  const watcher = new ResizeObserver(() => { if (view) { sight.fit(); follow(clock); moveCursors(model, clock.t); } });
  watcher.observe(find(".panes"));
  const settle = setInterval(() => view && moveCursors(model, clock.t), 400);
  return { update, stop: () => { clock.playing = false; watcher.disconnect(); clearInterval(settle); } };
}

/** Whether the page's ground is dark, as the server's theme variables tell. */
function isDark(root) {
  const probe = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const found = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(probe);
  return found ? found.slice(1, 4).reduce((sum, hex) => sum + parseInt(hex, 16), 0) < 3 * 128 : false;
}
