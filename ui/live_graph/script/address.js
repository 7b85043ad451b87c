// The moment and the chosen node in the page's address, so that a copied link shows the same; the server is not asked.

function readAddress() {
  const given = new URLSearchParams(location.search), moment = Number.parseInt(given.get("at") ?? "", 10);
  const [name, ...index] = (given.get("node") ?? "").split("."), steps = index.map(Number);
  return { moment: moment >= 1 ? moment : null, chosen: name && steps.every(Number.isInteger) ? { name, index: steps } : null };
}

function writeAddress(moment, chosen) {
  const url = new URL(location.href);
  set(url, "at", moment > 1 ? String(moment) : "");
  set(url, "node", chosen ? [chosen.name, ...chosen.index].join(".") : "");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

function set(url, name, value) {
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
}
