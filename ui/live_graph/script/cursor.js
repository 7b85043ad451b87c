// One cursor for all: the present step as a line in the page's plots.

function moveCursors(t, axis) {
  if (t === null) return;
  for (const plot of document.querySelectorAll(".st-key-plots .js-plotly-plot")) {
    const layout = plot._fullLayout;
    if (!layout || !layout.xaxis || !layout.xaxis.l2p || layout.xaxis.title?.text !== axis) continue;
    let line = plot.querySelector(":scope > .step-cursor");
    if (!line) {
      line = make("div", "step-cursor");
      Object.assign(line.style, {
        position: "absolute", width: "0", borderLeft: "1.5px solid #D55E00", pointerEvents: "none", zIndex: 2,
      });
      plot.style.position = "relative";
      plot.append(line);
    }
    const size = layout._size;
    line.style.left = `${layout.xaxis._offset + layout.xaxis.l2p(t)}px`;
    line.style.top = `${size.t}px`;
    line.style.height = `${size.h}px`;
  }
}
