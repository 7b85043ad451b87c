// Export what is seen: the two drawings as they stand now, as SVG here, as PNG and PDF by the server.

/** The drawings side by side as one SVG document with plain colours. */
function seenSvg(view, root) {
  const style = getComputedStyle(root);
  const sides = [view.folded, view.unfolded].filter((svg) => svg.isConnected && svg.getClientRects().length);
  const boxes = sides.map((svg) => svg.viewBox.baseVal);
  const width = boxes.reduce((sum, box) => sum + box.width, 0), height = Math.max(...boxes.map((box) => box.height));
  const whole = document.createElementNS(SVG, "svg");
  whole.setAttribute("xmlns", SVG);
  whole.setAttribute("viewBox", `0 0 ${width.toFixed(1)} ${height.toFixed(1)}`);
  whole.setAttribute("width", width.toFixed(0));
  whole.setAttribute("height", height.toFixed(0));
  const ground = rectangle(0, 0, width, height);
  ground.setAttribute("fill", style.getPropertyValue("--card").trim());
  whole.append(ground);
  let x = 0;
  for (const [i, svg] of sides.entries()) {
    const copy = plain(svg.cloneNode(true));
    if (svg === view.unfolded) copy.append(stripShapes(view.nodes));
    copy.setAttribute("x", x.toFixed(1));
    copy.setAttribute("width", boxes[i].width.toFixed(1));
    copy.setAttribute("height", boxes[i].height.toFixed(1));
    whole.append(copy);
    x += boxes[i].width;
  }
  const text = new XMLSerializer().serializeToString(whole);
  return text.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
}

/** Turn what the style sheet does into attributes, and drop what is not drawn. */
function plain(svg) {
  svg.removeAttribute("style");
  for (const one of svg.querySelectorAll("[style*='display: none'], .opener")) one.remove();
  for (const one of svg.querySelectorAll(".ahead")) one.setAttribute("opacity", "0.35");
  for (const one of svg.querySelectorAll("[tabindex]")) one.removeAttribute("tabindex");
  return svg;
}

function download(name, type, content) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Hand out one format; returns a sentence if that did not work. */
async function exportSeen(format, view, model, root) {
  if (format === "dot") return download(`${model.file}.dot`, "text/vnd.graphviz", model.dot);
  const svg = seenSvg(view, root);
  if (format === "svg") return download(`${model.file}.svg`, "image/svg+xml", svg);
  try {
    const answer = await fetch(`/figure/${format}`, { method: "POST", body: svg });
    if (!answer.ok) return (await answer.text()).slice(0, 300);
    download(`${model.file}.${format}`, answer.headers.get("content-type"), await answer.arrayBuffer());
  } catch {
    return `The server did not answer, so no ${format.toUpperCase()} was made. Export SVG, which needs no server.`;
  }
  return "";
}
