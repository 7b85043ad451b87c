// The component: put the parts together, keep the state of each place on the page over reruns.

const places = new WeakMap();

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!data || !data.byteLength) return;
  let place = places.get(parentElement);
  if (!place) {
    place = mount(parentElement.querySelector(".live"), () => setStateValue("drawn", true), (name) => setTriggerValue("toggled", name));
    places.set(parentElement, place);
  }
  const picture = decode(data);
  place.picture(picture);
  stages().set(picture.stage, place);
  place.numbers(stages().get(`numbers of ${picture.stage}`) ?? null);
  return () => place.stop();
}

function mount(root, drawn, toggle) {
  const find = (name) => root.querySelector(name), given = readAddress();
  let picture = null, numbers = null, model = null, view = null, told = false;
  const clock = player(() => model.moments, refresh), sight = lens(root, () => { fit(); follow(); });
  clock.t = given.moment ?? 1;
  let pinned = given.chosen, shown = "";
  ask(root, Boolean(pinned));
  present(root, presenting());

  /** Join a picture with the numbers of the same definition; until both are there the last good ones stand. */
  function join() {
    if (!picture || !numbers || picture.fits !== numbers.fits) return;
    const redraw = model?.drawing !== picture;
    const moments = picture.follows ? Math.max(picture.moments, numbers.steps) : picture.moments;
    model = { ...picture, ...numbers, moments, drawing: picture };
    const theme = isDark(root) ? "dark" : "light";
    root.dataset.theme = theme;
    const before = redraw && view ? [view.folded, view.unfolded].map((svg) => standing(svg, svg === view.unfolded ? view.shift : 0)) : [];
    if (redraw) draw();
    Object.assign(view, { theme, shift: 0 });
    for (const node of view.nodes) Object.assign(node, { done: null, holds: node.holds && node.name in model.variables });
    if (pinned && !model.variables[pinned.name]) pinned = null;
    clock.backward = model.hasGradient;
    clock.t = Math.min(clock.t, model.moments);
    if (!model.hasGradient) clock.phase = "forward";
    refresh(clock);
    before.forEach((old, i) => change(old, [view.folded, view.unfolded][i], i ? view.shift : 0));
    if (!told) requestAnimationFrame(drawn);
    told = true;
  }

  function draw() {
    const folded = insertSvg(find(".folded"), model.folded), unfolded = insertSvg(find(".unfolded"), model.unfolded);
    const last = view;
    view = { ...parts(model, unfolded), folded, unfolded, shift: 0, chosen: null };
    view.strips = stripLayer(find(".unfolded"), unfolded, getComputedStyle(root).getPropertyValue("--muted"));
    sight.drawings = [folded, unfolded];
    root.classList.toggle("timeless", !model.hasAxes);
    find(".equations .list").classList.toggle("many", model.equations.flat().reduce((sum, [text]) => sum + text.length, 0) > 105);
    find(".equations .list").replaceChildren(
      ...model.equations.map((runs) => make("span", "math", ...mathematics(runs, model))));
    makeBesides(model, view);
    functionMarks(view, model, toggle);
    focusMark(view, last);
    fit();
    wire(root, { clock, sight, model: () => model, view: () => view, choose, light, refresh, fit, walk });
  }

  function fit() {
    sight.fit();
    view.strips.fit(view.nodes, sight.scale);
  }

  /** Show a moment; between two moments of a play only what lights up is touched. */
  function refresh(at) {
    const moment = `${at.t} ${at.phase} ${at.playing} ${at.speed}`;
    if (at.playing && moment === shown) return show(view, model, at);
    shown = at.playing ? moment : "";
    view.chosen = pinned ?? focused(at.t);
    show(view, model, at);
    inspect(find(".inspector"), model, view, view.chosen);
    transport(root, model, at);
    if (!at.playing) lightCauses(view, nodeOf(view.chosen), root.querySelector(".depends").getAttribute("aria-pressed") === "true");
    if (!at.playing) {
      find(".spoken").textContent = sentence(model, view, at);
      writeAddress(at.t, pinned);
    }
    follow();
    moveCursors(cursor(), cursorAxis());
  }

  /** What the inspector shows when nothing is chosen: the focus at the present moment. */
  function focused(moment) {
    if (model.follows) return { name: model.focus, index: model.words[model.focus].axes.length ? [moment] : [] };
    const sofar = view.nodes.filter((node) => node.holds && node.moment <= moment);
    const last = Math.max(...sofar.map((node) => node.moment)), here = sofar.filter((node) => node.moment === last);
    const node = here.find((one) => one.name === model.focus) ?? here.find((one) => model.words[one.name].role === "state") ?? here.at(-1);
    return node ? { name: node.name, index: node.index } : null;
  }

  const cursorAxis = () => model.follows || model.words[view.chosen?.name]?.axes.at(-1);
  const cursor = () => (model.follows ? clock.t : view.chosen?.index.at(-1) ?? null);

  /** Keep what the inspector shows in sight where the drawing is higher than its pane. */
  function level() {
    const panes = find(".panes"), node = nodeOf(view.chosen);
    if (!node || panes.scrollHeight <= panes.clientHeight) return;
    const [box, pane] = [node.element.getBoundingClientRect(), panes.getBoundingClientRect()];
    if (box.top < pane.top + 6 || box.bottom > pane.bottom - 6) panes.scrollTop += box.top - pane.top - (pane.height - box.height) / 2;
  }

  /** Keep the present column in sight where the drawing is wider than its pane. */
  function follow() {
    level();
    const pane = find(".unfolded"), tint = view.tints.find((one) => one.moments.has(clock.t - view.shift));
    if (!tint || pane.scrollWidth <= pane.clientWidth) return;
    const left = (tint.left - view.unfolded.viewBox.baseVal.x) * sight.scale;
    const wide = (tint.right - tint.left) * sight.scale;
    const [from, to] = [pane.scrollLeft, pane.scrollLeft + pane.clientWidth];
    if (left < from + 20 || left + wide > to - 20) pane.scrollLeft = left - (pane.clientWidth - wide) / 2;
  }

  function light(name) {
    for (const one of root.querySelectorAll("[data-name]")) one.classList.toggle("twin", Boolean(name) && one.dataset.name === name);
    lightLegend(name);
    for (const plot of document.querySelectorAll(".js-plotly-plot")) plot.classList.toggle("twin", Boolean(name) && plot._fullLayout?.meta?.name === name);
  }

  function choose(name, index) {
    const again = pinned && pinned.name === name && String(pinned.index) === String(index);
    pinned = again ? null : { name, index };
    ask(root, !again);
    refresh(clock);
  }

  const nodeOf = (chosen) => view.nodes.find(
    (node) => node.name === chosen?.name && String(standsFor(model, node, view.shift)[1]) === String(chosen.index));

  function walk(direction) {
    const next = neighbour(view, nodeOf(view.chosen) ?? view.nodes[0], direction);
    pinned = { name: next.name, index: standsFor(model, next, view.shift)[1] };
    ask(root, true);
    refresh(clock);
  }

  const deaf = hearLegend(light);
  const watcher = new ResizeObserver(() => { if (view) { fit(); follow(); moveCursors(cursor(), cursorAxis()); } });
  watcher.observe(find(".panes"));
  const settle = setInterval(() => view && moveCursors(cursor(), cursorAxis()), 400);
  return {
    picture: (next) => { picture = next; join(); },
    numbers: (next) => { if (next) numbers = next; join(); },
    light,
    stop: () => { deaf(); clock.playing = false; document.documentElement.removeAttribute("data-present"); watcher.disconnect(); clearInterval(settle); },
  };
}

/** Whether the page's ground is dark, as the server's theme variables tell. */
function isDark(root) {
  const probe = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const found = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(probe);
  return found ? found.slice(1, 4).reduce((sum, hex) => sum + parseInt(hex, 16), 0) < 3 * 128 : false;
}
