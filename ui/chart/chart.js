// Draw a figure, and change it in place when another comes; plotly itself is fetched when the first is shown.

// put in by the server: what all figures on a light and on a dark ground have in common
const templates = {templates};
const states = new WeakMap();

export default function ({ data, parentElement }) {
  if (!data || !data.byteLength) return;
  const place = parentElement.querySelector(".chart"), state = states.get(place) ?? {};
  states.set(place, state);
  const figure = JSON.parse(new TextDecoder().decode(data));
  place.style.height = `${figure.layout.height}px`; // no jump when the figure comes
  state.family ??= getComputedStyle(place).fontFamily;
  figure.layout.template = templates[figure.layout.meta.ground];
  figure.layout.font = { ...figure.layout.font, family: state.family };
  state.figure = figure;
  place.onpointerenter = () => light(figure.layout.meta?.name ?? "");
  place.onpointerleave = () => light("");
  library().then(() => {
    if (state.figure === figure) Plotly.react(place, figure.data, figure.layout, { displayModeBar: false });
  });
  state.sizes ??= fitted(place);
  return () => {
    state.sizes.disconnect();
    globalThis.Plotly?.purge(place);
  };
}

/** Keep a chart as wide as its card, which grows narrower as others come beside it. */
function fitted(place) {
  let wide = place.clientWidth;
  const sizes = new ResizeObserver(() => {
    if (place.clientWidth === wide || !place.clientWidth) return;
    wide = place.clientWidth;
    if (place.data) Plotly.Plots.resize(place);
  });
  sizes.observe(place);
  return sizes;
}

/** Light the variable that a figure shows in the live graph, as the graph lights the figures of a variable. */
function light(name) {
  for (const stage of globalThis.liveGraphStages?.values() ?? []) stage.light?.(name);
}

function library() {
  globalThis.plotlyComes ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: "/plotly.js", onload: done, onerror: failed });
    document.head.append(script);
  });
  return globalThis.plotlyComes;
}
