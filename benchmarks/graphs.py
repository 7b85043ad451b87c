"""Unfolding and drawing an LSTM: ours beside networkx, torchview and Graphviz, the same work in one run.

Run with ``python -m benchmarks.graphs``; needs benchmarks/requirements.txt, and for one row the ``dot`` of Graphviz.
Times are of the processor, in this process and those it starts, so that other work on the machine counts little.
"""

from __future__ import annotations

import gc
import resource
import shutil
import subprocess
import sys
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import networkx as nx
import torch
from torch import Tensor, nn
from torchview import draw_graph

import graphviz_rnn as gr
from graphviz_rnn.graphs.detail import Detail

STEPS = 200
DRAWN_STEPS = 300
LENGTHS = (100, 1_000, 10_000)
MANY = 10
DETAILS: tuple[Detail, ...] = ("variables", "operations")


@dataclass(frozen=True)
class Row:
    """One comparison, in seconds; ours may be ``most`` times the peer's, or must be ``least`` times less."""

    work: str
    ours: float
    peer: float
    most: float = 0.0
    least: float = 0.0

    @property
    def ratio(self) -> float:
        """Ours over the peer's where that is to be small, else the peer's over ours."""
        return self.ours / self.peer if self.most else self.peer / self.ours

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.ratio <= self.most if self.most else self.ratio >= self.least

    def text(self) -> str:
        """Return the row of the table."""
        target = f"at most {self.most:g}" if self.most else f"at least {self.least:g}"
        verdict = "holds" if self.holds else "FALLS SHORT"
        return f"{self.work:<56}{self.ours:>11.5f}{self.peer:>11.5f}{self.ratio:>9.2f}  {target:<13}{verdict}"


class Cell(nn.Module):
    """An LSTM with its gates written out, as torchview needs it to show them."""

    def __init__(self, inputs: int, size: int) -> None:
        super().__init__()
        self.x = nn.ModuleList([nn.Linear(inputs, size) for _ in range(4)])
        self.h = nn.ModuleList([nn.Linear(size, size, bias=False) for _ in range(4)])
        self.out = nn.Linear(size, inputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs, (T, batch, inputs), of a sequence of that shape."""
        h = s = x.new_zeros(x.shape[1], self.out.in_features)
        outputs = []
        for x_t in x:
            f, g, k, q = (a(x_t) + b(h) for a, b in zip(self.x, self.h, strict=True))
            s = torch.sigmoid(f) * s + torch.sigmoid(g) * torch.tanh(k)
            h = torch.sigmoid(q) * torch.tanh(s)
            outputs.append(self.out(h))
        return torch.stack(outputs)


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the least processor time of some rounds."""
    return min(_once(work) for _ in range(rounds))


def _once(work: Callable[[], object]) -> float:
    gc.collect()
    before = _processor()
    made = work()
    took = _processor() - before
    del made
    return took


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def bare(graph: nx.MultiDiGraph) -> Callable[[], nx.MultiDiGraph]:
    """Return work that builds the same graph from lists of its nodes and edges by networkx alone."""
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))

    def build() -> nx.MultiDiGraph:
        made = nx.MultiDiGraph()
        for node, attributes in nodes:
            made.add_node(node, **attributes)
        for source, target, attributes in edges:
            made.add_edge(source, target, **attributes)
        return made

    return build


def against_networkx(definition: gr.Definition) -> Iterator[Row]:
    """Unfold at both details, beside building a graph that is known beforehand."""
    for detail in DETAILS:
        build = bare(gr.unfold(definition, {"t": STEPS}, detail))
        ours = seconds(partial(many, definition, STEPS, detail))
        peer = seconds(lambda build=build: [build() for _ in range(MANY)])  # type: ignore[misc]
        yield Row(f"unfold, {detail}, T={STEPS}; bare networkx", ours / MANY, peer / MANY, most=2.0)


def many(definition: gr.Definition, steps: int, detail: Detail, times: int = MANY) -> list[nx.MultiDiGraph]:
    """Unfold some times and keep all."""
    return [gr.unfold(definition, {"t": steps}, detail) for _ in range(times)]


def against_torchview(definition: gr.Definition) -> Row:
    """Unfold at operations detail, beside torchview's tracing of the same network."""
    x = torch.zeros(STEPS, 1, 3)
    ours = seconds(partial(many, definition, STEPS, "operations")) / MANY
    peer = seconds(lambda: draw_graph(Cell(3, 8), input_data=x, depth=1, device="cpu"), rounds=3)
    return Row(f"unfold, operations, T={STEPS}; torchview", ours, peer, least=10.0)


def against_dot(definition: gr.Definition) -> Row:
    """Lay out and write as SVG, beside ``dot`` on the same graph."""
    graph = gr.unfold(definition, {"t": DRAWN_STEPS})
    text = gr.draw(graph, steps="full").dot.encode()
    ours = seconds(lambda: gr.draw(graph, steps="full").svg, rounds=3)
    peer = seconds(lambda: subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, check=True), rounds=1)
    return Row(f"layout and SVG, variables, T={DRAWN_STEPS}; dot", ours, peer, least=20.0)


def evenness(definition: gr.Definition) -> Iterator[Row]:
    """Unfold as many steps in one long sequence and in short ones, all kept: a step should cost the same."""
    for detail in DETAILS:
        for short in LENGTHS[:-1]:
            ours = seconds(partial(many, definition, LENGTHS[-1], detail, 1), rounds=2)
            peer = seconds(partial(many, definition, short, detail, LENGTHS[-1] // short), rounds=2)
            work = f"a step of T={LENGTHS[-1]:,}, {detail}; of T={short:,}"
            yield Row(work, ours / LENGTHS[-1], peer / LENGTHS[-1], most=1.3)


def memory(definition: gr.Definition, detail: Detail) -> str:
    """Say how much memory the longest unfolding takes at its peak."""
    tracemalloc.start()
    graph = gr.unfold(definition, {"t": LENGTHS[-1]}, detail)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    size = f"{graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} edges"
    return f"peak memory, {detail}, T={LENGTHS[-1]:,}: {peak / 1e6:,.0f} MB ({size})"


def rows(definition: gr.Definition) -> Iterator[Row]:
    """Yield every comparison that can be made here."""
    yield from against_networkx(definition)
    yield against_torchview(definition)
    if shutil.which("dot"):
        yield against_dot(definition)
    else:
        print("The row beside `dot` is left out: install Graphviz so that `dot` is on the path, and run again.")
    yield from evenness(definition)


def main() -> int:
    """Print the table; 1 if a target is missed."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    definition = gr.load("lstm")
    print(f"{'LSTM of the gallery; seconds of the processor':<56}{'ours':>11}{'peer':>11}{'ratio':>9}  target")
    missed = 0
    for row in rows(definition):
        print(row.text(), flush=True)
        missed += not row.holds
    for detail in DETAILS:
        print(memory(definition, detail), flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
