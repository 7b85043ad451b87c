"""The engine beside PyTorch: everything recorded, and gradients at every step, the same work in one run.

Run with ``python -m benchmarks.engine``. One thread; times are of the processor, the least of some rounds in which
the rivals take turns. Before each comparison the values are held against each other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss

import graphviz_rnn as gr
from benchmarks.engine_loops import CAREFUL, TEXTBOOK, Loop, Record
from benchmarks.side_by_side import Row, header, least
from models import RecurrentModel, Trace, build

LENGTHS, BATCHES = (50, 200, 1000), (1, 32)
INPUTS, HIDDEN, OUTPUTS = 3, 64, 5
FUSED: dict[str, Callable[[int, int], nn.Module]] = {"lstm": nn.LSTM, "gru": nn.GRU, "elman": nn.RNN}
STATES = {"clockwork": ("h1", "h2", "h3")}
GROUP = 21
"""Units of each of the three groups of the clockwork network: together nearly as many as the others have."""

FIXED = "a run checks its inputs and goes through its schedule, which a short sequence cannot make up for"
STEPS = "some ten NumPy calls a step beside one fused kernel, and six times as much memory to fill"
MEMORY = "every value and derivative of a long run is kept, several times the memory that the loop fills"


def model_of(name: str) -> RecurrentModel:
    """Return a model of the gallery of the sizes compared."""
    sizes = dict.fromkeys(STATES[name], GROUP) if name in STATES else {"h": HIDDEN}
    return build(gr.load(name), {"x": INPUTS, "o": OUTPUTS, **sizes})


def agree(trace: Trace, record: Record) -> None:
    """Hold every recorded value against the loop's."""
    for name, values in record.items():
        torch.testing.assert_close(trace[name], torch.stack(values), rtol=1e-4, atol=1e-5, msg=name)


def recorded(name: str, loop: Loop, steps: int, batch: int, most: float) -> Row:
    """Record everything, beside a loop that does."""
    model, x = model_of(name), torch.randn(steps, batch, INPUTS)
    weights = model.weights
    with torch.no_grad():
        agree(model.run(x=x), loop(weights, x))
        found = least({"ours": lambda: model.run(x=x), "peer": lambda: loop(weights, x)}, rounds(steps, batch))
    kind = "textbook" if name in TEXTBOOK else "careful"
    return Row(
        f"{name}, all recorded; {kind} loop, T={steps}, batch {batch}", found["ours"], found["peer"], most, FIXED
    )


def fused(name: str, steps: int, batch: int) -> Row:
    """Record everything, beside the fused module, which returns the states alone."""
    model, module = model_of(name), FUSED[name](INPUTS, HIDDEN)
    x = torch.randn(steps, batch, INPUTS)
    with torch.no_grad():
        found = least({"ours": lambda: model.run(x=x), "peer": lambda: module(x)}, rounds(steps, batch))
    most = 3.0 if batch > 1 else float("inf")
    return Row(
        f"{name}, all recorded; fused h alone, T={steps}, batch {batch}", found["ours"], found["peer"], most, STEPS
    )


def gradients(name: str, steps: int, batch: int) -> Row:
    """The norm of the loss's gradient in every state at every step, forward run included."""
    model, loop = model_of(name), CAREFUL[name]
    weights = model.weights
    x, states = torch.randn(steps, batch, INPUTS), STATES.get(name, ("h",))
    real = name in STATES
    y = torch.randn(steps, batch, OUTPUTS) if real else torch.randint(OUTPUTS, (steps, batch))

    def ours() -> list[Tensor]:
        found = model.run(x=x, y=y).grads("loss", states)
        return [one.norm(dim=-1) for one in found.values()]

    def peer() -> list[Tensor]:
        record = loop(weights, x)
        o = torch.stack(record["o"])
        loss = mse_loss(o, y, reduction="sum") / OUTPUTS if real else _entropy(o, y)
        nodes = [one for name in states for one in dict.fromkeys(record[name]) if one.requires_grad]
        return [torch.stack(torch.autograd.grad(loss, nodes)).norm(dim=-1)]

    if not real:
        torch.testing.assert_close(ours()[0], peer()[0], rtol=1e-4, atol=1e-6)
    found = least({"ours": ours, "peer": peer}, rounds(steps, batch))
    return Row(
        f"{name}, gradient norms; autograd.grad, T={steps}, batch {batch}",
        found["ours"],
        found["peer"],
        1.0,
        FIXED if steps < LENGTHS[-1] else MEMORY,
    )


def _entropy(o: Tensor, y: Tensor) -> Tensor:
    return cross_entropy(o.flatten(0, 1), y.flatten(), reduction="sum")


def rounds(steps: int, batch: int) -> int:
    """Return how often to measure: short work more often."""
    return max(6, min(60, 20_000 // (steps * batch)))


def rows() -> Iterator[Row]:
    """Yield every comparison."""
    for steps in LENGTHS:
        for batch in BATCHES:
            for name in FUSED:
                yield fused(name, steps, batch)
        for name, loop in TEXTBOOK.items():
            yield recorded(name, loop, steps, 1, 0.5)
        for batch in BATCHES:
            for name, loop in CAREFUL.items():
                yield recorded(name, loop, steps, batch, 1.0)
                yield gradients(name, steps, batch)


def main() -> int:
    """Print the table; 1 if we are behind anywhere."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print(header(f"{HIDDEN} units, {INPUTS} inputs, {OUTPUTS} outputs"))
    behind = 0
    for row in rows():
        print(row.text(), flush=True)
        behind += not row.holds
    print(f"Behind in {behind} rows." if behind else "Every target is met.")
    return int(behind > 0)


if __name__ == "__main__":
    sys.exit(main())
