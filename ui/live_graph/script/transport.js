// The bar under the picture: what it shows of a moment, and what its buttons and the keyboard do.

function transport(root, model, at) {
  const find = (name) => root.querySelector(name), scrubber = find(".scrubber");
  scrubber.max = model.moments;
  scrubber.value = at.t;
  scrubber.style.setProperty("--done", `${((at.t - 1) / Math.max(1, model.moments - 1)) * 100}%`);
  find(".moment").textContent = momentWords(model, at.t);
  scrubber.setAttribute("aria-valuetext", momentWords(model, at.t));
  find(".tick").textContent = model.ticks[at.t - 1] ?? "";
  find(".play").textContent = at.playing ? "❚❚" : "▶";
  find(".play").setAttribute("aria-label", at.playing ? "Pause" : "Play");
  find(".speed").textContent = `×${at.speed}`;
  for (const way of ["forward", "backward"]) find(`.${way}`).setAttribute("aria-pressed", at.phase === way);
  find(".backward").disabled = !model.hasGradient;
  refill(find(".legend"), legend(model, at.phase).map((one) => (typeof one === "string" ? document.createTextNode(one) : one)));
}

function momentWords(model, moment) {
  if (model.follows) return `${model.follows} = ${moment} of ${model.moments}`;
  return model.labels[moment - 1] ?? `moment ${moment} of ${model.moments}`;
}

function legend(model, phase) {
  if (phase === "backward") {
    const [least, most] = model.gradientRange;
    return [`‖gradient‖, log scale: ${spoken(least)} `, make("i", "magnitudes"), ` ${spoken(most)}`];
  }
  return Object.keys(model.variables).length ? ["values: − ", make("i", "signed"), " +, each variable by its own largest"] : [];
}

/** What is heard at a moment. */
function sentence(model, view, at) {
  const { name, index } = view.chosen ?? { name: "", index: [] };
  const values = name ? valuesAt(model, name, index, at.phase === "backward" ? "gradient" : "value") : null;
  const said = values ? `: ${at.phase === "backward" ? "gradient at " : ""}${name}, norm ${spoken(norm(values))}` : "";
  return `${momentWords(model, at.t)}, ${at.phase}${said}.`;
}

/** Give every control its work; assigned anew on each drawing, so nothing piles up. */
function wire(root, the) {
  const find = (name) => root.querySelector(name), { clock, sight } = the;
  root.onpointerover = (event) => the.light(event.target.closest("[data-name]")?.dataset.name ?? "");
  root.onpointerleave = () => the.light("");
  find(".panes").onclick = (event) => {
    const element = event.target.closest(".node");
    if (!element || sight.dragged) return;
    const node = the.view().byId.get(element.dataset.node) ?? the.view().nodes.find((one) => one.name === element.dataset.name && one.moment >= clock.t - the.view().shift);
    if (node && node.name in the.model().words) the.choose(node.name, standsFor(the.model(), node, the.view().shift)[1]);
  };
  find(".panes").ondblclick = (event) => {
    const name = the.model().closed[event.target.closest(".unfolded .node")?.dataset.node];
    if (name) the.view().unfolded.querySelector(`.opener[data-function="${CSS.escape(name)}"]`).onclick();
  };
  find(".first").onclick = () => clock.go(1);
  find(".back").onclick = () => clock.go(clock.t - 1);
  find(".play").onclick = () => clock.toggle();
  find(".next").onclick = () => clock.go(clock.t + 1);
  find(".scrubber").oninput = (event) => clock.go(+event.target.value);
  find(".forward").onclick = () => clock.turn("forward");
  find(".backward").onclick = () => clock.turn("backward");
  find(".speed").onclick = () => clock.faster();
  find(".depends").onclick = () => turnDepends(root, the);
  find(".inspect").onclick = () => ask(root, !root.classList.contains("asked"));
  find(".present").onclick = () => present(root, !presenting());
  find(".fold").onclick = () => turnFold(root, the);
  for (const [name, steps] of [["in", 1], ["out", -1], ["fit", 0]]) find(`.zoom-${name}`).onclick = () => sight.turn(steps);
  find(".formats").onclick = async (event) => {
    const format = event.target.dataset.format;
    if (!format) return;
    find(".message").textContent = (await exportSeen(format, the.view(), the.model(), root)) || "";
    find(".export").open = false;
  };
  find(".stage").onkeydown = (event) => key(event, the, root);
}

function turnDepends(root, the) {
  const pill = root.querySelector(".depends");
  pill.setAttribute("aria-pressed", pill.getAttribute("aria-pressed") !== "true");
  the.refresh(the.clock);
}

async function turnFold(root, the) {
  const panes = root.querySelector(".panes"), button = root.querySelector(".fold");
  const fold = !panes.classList.contains("only-folded");
  button.textContent = fold ? "unfold" : "fold";
  button.disabled = true;
  panes.classList.add("folding");
  if (fold) await morph(the.view(), the.sight.scale, "fold");
  panes.classList.toggle("only-folded", fold);
  the.fit();
  if (!fold) await morph(the.view(), the.sight.scale, "unfold");
  panes.classList.remove("folding");
  button.disabled = false;
}

function key(event, the, root) {
  const { clock, sight } = the;
  if (event.target.matches("input, summary") && event.key !== " ") return;
  const walked = { ArrowUp: "up", ArrowDown: "down", ...(event.shiftKey ? { ArrowLeft: "left", ArrowRight: "right" } : {}) }[event.key];
  const act = walked ? () => the.walk(walked) : {
    " ": () => clock.toggle(), ArrowRight: () => clock.go(clock.t + 1), ArrowLeft: () => clock.go(clock.t - 1),
    Home: () => clock.go(1), End: () => clock.go(the.model().moments), b: () => clock.turn(clock.phase === "forward" && the.model().hasGradient ? "backward" : "forward"),
    d: () => turnDepends(root, the), i: () => ask(root, !root.classList.contains("asked")), p: () => present(root, !presenting()), Escape: () => present(root, false),
    "+": () => sight.turn(1), "-": () => sight.turn(-1), 0: () => sight.turn(0),
  }[event.key];
  if (!act || event.ctrlKey || event.metaKey || (event.key === " " && event.target.matches("button, summary"))) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
