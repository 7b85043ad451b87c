// Fold and unfold as one movement: every column's nodes slide into the one they are copies of, and out again.

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
  const fading = pane.querySelectorAll(".edges, .chips, .texts, .columns, canvas");
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

function centre(element) {
  const box = (element.querySelector("circle, rect") ?? element).getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
