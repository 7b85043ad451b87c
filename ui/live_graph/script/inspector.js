// The inspector: what the chosen node is, its equation, its numbers and its gradient.

const MOST_NUMBERS = 12;

function inspect(panel, model, view, chosen) {
  const one = model.variables[chosen.name];
  if (!one) {
    panel.replaceChildren(make("p", "muted", "Choose a node in the picture."));
    return;
  }
  const steps = (name, text) => text.replace(/([a-z])(−\d+|\+\d+)?/, (_, __, shift) =>
    String(chosen.step + Number((shift || "0").replace("−", "-"))));
  const title = make("h3", "math", ...mathematics(one.symbol, model, steps));
  const size = one.size === 1 ? "1 number" : `${one.size} numbers`;
  title.append(make("span", "kind", ` ${one.role}, ${size}`));
  const rows = [title];
  if (one.note) rows.push(make("p", "note", one.note));
  if (one.equation.length) {
    rows.push(label("equation"), make("p", "math", ...mathematics(one.equation, model, steps)));
  }
  const values = valuesAt(model, chosen.name, chosen.step);
  if (values) rows.push(label(`value, shape ${one.shape}`), numbers(values, one.most, view.theme, "value"));
  const gradient = valuesAt(model, chosen.name, chosen.step, "gradient");
  if (gradient) rows.push(...gradientRows(gradient, chosen, model, view));
  if (one.feeds.length) rows.push(label("feeds"), make("p", "math", ...feeds(one, model)));
  if (model.agreement) rows.push(label("PyTorch agrees"), make("p", "", model.agreement));
  panel.replaceChildren(...rows);
}

const label = (text) => make("div", "label", text);

function gradientRows(gradient, chosen, model, view) {
  const size = norm(gradient);
  const behind = model.steps - chosen.step;
  const carried = model.variables[chosen.name].stepped && behind > 0 ? ` · ${behind} steps to the end` : "";
  const head = label("");
  head.append("gradient ∂", model.lossName, " / ∂", ...mathematics(model.variables[chosen.name].symbol.slice(0, 1), model));
  const line = make("p", "", "norm ", make("b", "norm", spoken(size)), carried);
  line.querySelector(".norm").dataset.number = String(size);
  const most = gradient.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return [head, line, numbers(gradient, most, view.theme, "gradient")];
}

function numbers(values, most, theme, what) {
  const grid = make("div", `numbers ${what}`);
  values.slice(0, MOST_NUMBERS).forEach((value) => {
    const cell = make("span", "", make("i"), make("span", "number", spoken(value)));
    cell.firstChild.style.background = signedColour(value, most, theme);
    if (value < 0) cell.firstChild.classList.add("negative");
    cell.lastChild.dataset.number = String(value);
    grid.append(cell);
  });
  if (values.length > MOST_NUMBERS) grid.append(make("span", "more", `and ${values.length - MOST_NUMBERS} more`));
  return grid;
}

function feeds(one, model) {
  return one.feeds.flatMap(([symbol, via], i) => [
    ...(i ? [" · "] : []),
    ...mathematics(symbol, model),
    ...(via.length ? [" by ", ...mathematics(via, model)] : []),
  ]);
}
