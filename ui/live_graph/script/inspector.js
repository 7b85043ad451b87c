// The inspector: what the chosen node is, its equation, its numbers and its gradient.

const MOST_NUMBERS = 12;

function inspect(panel, model, view, chosen) {
  const one = chosen && model.words[chosen.name], held = chosen && model.variables[chosen.name];
  if (!one) {
    refill(panel, [make("p", "note", "Choose a node in the picture to see its numbers.")]);
    return;
  }
  const steps = (name, text) => indexed(text, one.axes, chosen.index, model.constants);
  const title = make("h3", "math", ...mathematics(one.symbol, model, steps));
  const size = !held ? "" : held.size === 1 ? ", 1 number" : `, ${held.size} numbers`;
  title.append(make("span", "kind", ` ${one.role}${size}`));
  const rows = [title];
  if (one.note) rows.push(make("p", "note", one.note));
  const inside = !held || chosen.index.every((step, axis) => step >= 1 && step <= held.extents[axis]);
  if (inside && one.equation.length) {
    rows.push(label("equation"), make("p", "math", ...mathematics(one.equation, model, steps)));
  }
  const slopes = inside ? slopesAt(one, chosen.index) : [];
  if (slopes.length) rows.push(label("local derivatives"), ...slopes.map((slope) => slopeRow(one, slope, model, steps)));
  const values = valuesAt(model, chosen.name, chosen.index);
  if (values) rows.push(label(`value, shape ${held.shape}`), numbers(values, held.most, view.theme, "value"));
  const gradient = valuesAt(model, chosen.name, chosen.index, "gradient");
  if (gradient) rows.push(...gradientRows(gradient, chosen, model, view));
  if (one.feeds.length) rows.push(label("feeds"), make("p", "math", ...feeds(one, model)));
  if (model.agreement) rows.push(label("PyTorch agrees"), make("p", "", model.agreement));
  refill(panel, rows);
}

/** Show the inspector, or hide it where it comes on demand. */
function ask(root, on) {
  root.classList.toggle("asked", on);
  root.querySelector(".inspect").setAttribute("aria-pressed", on);
}

/** Those of the branch that an index takes; of a whole variable, those of all branches. */
function slopesAt(one, index) {
  if (one.slopes.length < 2) return one.slopes.flat();
  return index.length ? one.slopes[one.taken[index.join(",")]] ?? [] : one.slopes.flat();
}

/** ∂h(t) / ∂h(t−1) = … */
function slopeRow(one, [read, slope], model, steps) {
  const parts = (runs) => mathematics(runs, model, steps);
  return make("p", "math slope", "∂", ...parts(one.symbol), " / ∂", ...parts(read), " = ", ...parts(slope));
}

/** An index as written, its axes' letters replaced by where they stand: "t−1" at 4 is "3". */
function indexed(text, axes, index, constants) {
  return text.replace(/(?<![\p{L}])(\p{L})(?:([−+])(\d+|\p{L}+))?(?![\p{L}])/gu, (all, letter, sign, shift) => {
    const at = axes.indexOf(letter), by = shift === undefined ? 0 : constants[shift] ?? Number(shift);
    return at < 0 || index[at] === undefined || Number.isNaN(by) ? all : String(index[at] + (sign === "−" ? -by : by)).replace("-", "−");
  });
}

const label = (text) => make("div", "label", text);

function gradientRows(gradient, chosen, model, view) {
  const size = norm(gradient);
  const behind = model.follows && chosen.index.length ? model.moments - chosen.index[0] : 0;
  const carried = behind > 0 ? ` · ${behind} step${behind > 1 ? "s" : ""} to the end` : "";
  const head = label("");
  const loss = model.words[model.lossName].symbol.filter((run) => run[2] !== "super");
  head.append("gradient ∂", ...mathematics(loss, model), " / ∂", ...mathematics(model.words[chosen.name].symbol.filter((run) => run[2] !== "super"), model));
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
