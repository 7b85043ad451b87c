// What a node depends on: everything from which a way of edges leads to it.

function causes(view, chosen) {
  const found = new Set(), sources = new Map();
  for (const { element } of view.edges) {
    const { source, target } = element.dataset;
    if (source && target) sources.set(target, [...(sources.get(target) ?? []), source]);
  }
  const open = chosen ? [chosen.id] : [];
  while (open.length) {
    const id = open.pop();
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(sources.get(id) ?? []));
  }
  return found;
}

/** Light the causes of the chosen node, or with `on` false nothing. */
function lightCauses(view, chosen, on) {
  const found = on ? causes(view, chosen) : new Set();
  for (const node of view.nodes) node.element.classList.toggle("cause", found.has(node.id));
  for (const { element } of view.edges) {
    element.classList.toggle("cause", found.has(element.dataset.source) && found.has(element.dataset.target));
  }
}
