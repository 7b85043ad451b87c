// Fold and unfold as one movement: every column's nodes slide into the one they are copies of, and out again; the
// arrows through time shrink into the delay squares, or open from them.

const MORPH_MILLISECONDS = 650;

/** Slide the unfolded nodes between their own places and those of the folded ones; resolves when they stand. */
async function morph(view, scale, way) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const pane = view.unfolded.parentElement;
  pane.classList.add("morphing");
  const homes = new Map([...view.folded.querySelectorAll(".node")].map((one) => [one.dataset.name, centre(one)]));
  const timing = { duration: MORPH_MILLISECONDS, easing: "cubic-bezier(.45,.05,.25,1)", fill: "both", direction: way === "fold" ? "normal" : "reverse" };
  const moving = [];
  for (const node of view.nodes) {
    const home = homes.get(node.element.dataset.name), from = centre(node.element);
    if (!home) continue;
    const away = `translate(${(home.x - from.x) / scale}px, ${(home.y - from.y) / scale}px)`;
    moving.push(node.element.animate([{ transform: "none" }, { transform: away }], timing));
  }
  const through = view.edges.map((one) => [one.element, squareOf(one.element, view)]).filter(([, square]) => square);
  for (const [edge, square] of through) moving.push(...shrink(edge, square, scale, timing));
  const crossing = new Set(through.map(([edge]) => edge));
  const fading = [...pane.querySelectorAll(".edge, .chips, .texts, .columns, canvas")].filter((one) => !crossing.has(one));
  for (const one of fading) moving.push(one.animate([{ opacity: 1 }, { opacity: 0, offset: 0.35 }, { opacity: 0 }], timing));
  for (const square of view.folded.querySelectorAll(".delay")) {
    square.style.transformBox = "fill-box";
    square.style.transformOrigin = "center";
    moving.push(square.animate([{ transform: "scale(1)" }, { transform: "scale(1.7)" }, { transform: "scale(1)" }], timing));
  }
  await Promise.all(moving.map((one) => one.finished));
  for (const one of moving) one.cancel();
  pane.classList.remove("morphing");
}

/** The delay square of an edge that runs through time: the one nearest to its folded edge; null for other edges. */
function squareOf(edge, view) {
  const source = view.byId.get(edge.dataset.source), target = view.byId.get(edge.dataset.target);
  if (!source || !target || !source.index.length || String(source.index) === String(target.index)) return null;
  const folded = [...view.folded.querySelectorAll(".edge")].filter(
    (one) => one.dataset.source === source.element.dataset.name && one.dataset.target === target.element.dataset.name);
  const squares = [...view.folded.querySelectorAll(".delay")];
  if (!folded.length || !squares.length) return null;
  const at = centre(folded[0]), far = (one) => Math.hypot(centre(one).x - at.x, centre(one).y - at.y);
  return squares.reduce((best, one) => (far(one) < far(best) ? one : best));
}

function shrink(edge, square, scale, timing) {
  const from = centre(edge), to = centre(square);
  edge.style.transformBox = "fill-box";
  edge.style.transformOrigin = "center";
  const away = `translate(${(to.x - from.x) / scale}px, ${(to.y - from.y) / scale}px) scale(0.12)`;
  return [
    edge.animate([{ transform: "none" }, { transform: away }], timing),
    edge.animate([{ opacity: 1 }, { opacity: 1, offset: 0.8 }, { opacity: 0 }], timing),
  ];
}

function centre(element) {
  const box = (element.querySelector("circle, rect") ?? element).getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
