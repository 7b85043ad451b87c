// The page's legend of symbols: what the pointer is over there lights in the graph and its equations, and back.

const ENTRIES = ".st-key-symbols [data-name]";

/** Tell `light` what the pointer is over in the legend; returns how to stop. */
function hearLegend(light) {
  let inside = false;
  const over = (event) => {
    const entry = event.target.closest?.(ENTRIES);
    if (entry || inside) light(entry?.dataset.name ?? "");
    inside = Boolean(entry);
  };
  document.addEventListener("pointerover", over);
  return () => document.removeEventListener("pointerover", over);
}

function lightLegend(name) {
  for (const one of document.querySelectorAll(ENTRIES)) one.classList.toggle("twin", Boolean(name) && one.dataset.name === name);
}
