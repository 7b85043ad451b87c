"""The chain rule of a run: derivatives that flow back edge by edge, and the sum over paths beside autograd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import streamlit as st
from torch import Tensor

from graphviz_rnn.drawing.labels import OPERATION_SIGNS
from graphviz_rnn.language.latex import name_latex
from models import ModelError, local_derivatives
from models.derivatives import LocalDerivatives
from models.derivatives.backward import backward
from models.derivatives.paths import PathProduct, path_products
from ui.address import bound
from ui.address.spelling import one_of
from ui.running.runs import Run

MOST_NUMBERS, MOST_NODES = 4, 40
"""Numbers of a matrix, and nodes of a graph, that are written out."""

_STYLE = (Path(__file__).parent / "chain_rule.css").read_text(encoding="utf-8")

KEY = (
    ("circle", "variable: a value with a name"),
    ("operation", "operation: makes one value of others"),
    ("chip", "parameter"),
    ("function", "function: opens into its operations"),
)
"""What the shapes of a drawing mean."""


def shape_key() -> None:
    """Show what the shapes of the drawing mean."""
    shapes = "".join(f'<span><i class="{shape}"></i>{meaning}</span>' for shape, meaning in KEY)
    with st.container(border=True, key="plot-card-key"):
        st.html(f'<style>{_STYLE}</style><div class="shape-key">{shapes}</div>')


def chain_rule(run: Run) -> None:
    """Show every edge's derivative, then let the visitor choose a leaf and show the sum over paths from it."""
    assert run.trace is not None
    output, derivatives = run.definition.equations[-1].name, local_derivatives(run.trace)
    leaves = [one for one in run.definition.names("input", "parameter") if one in derivatives.graph]
    if output not in derivatives.graph or not leaves or len(derivatives.graph) > MOST_NODES:
        st.caption(
            f"The chain rule is written out for graphs without steps, of at most {MOST_NODES} nodes, with an input "
            "or a parameter. Here the inspector says each node's gradient."
        )
        return
    with st.container(border=True, key="plot-card-edges"):
        st.markdown(f"**Back from ${name_latex(output)}$, edge by edge**")
        _edges(derivatives, output)
    with st.container(border=True, key="plot-card-paths"):
        leaf = bound(
            st.segmented_control, "From", leaves, key="leaf", default=leaves[0], spelling=one_of(leaves), required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        _sum(run, derivatives, leaf)


def _edges(derivatives: LocalDerivatives, output: str) -> None:
    """Show a row an edge, from the output back: its own derivative, and the output's at the node it starts from."""
    found = backward(derivatives, output)
    rows = [
        f"| {_ends(derivatives, edge)} | ${derivatives.latex(edge)}$ | {_numbers(derivatives[edge])} "
        f"| {_numbers(found[edge[0]])} |"
        for edge in _told(derivatives, list(found))
    ]
    head = f"| edge | its derivative | | ∂${name_latex(output)}$ by its start |\n|:--|:--|--:|--:|\n"
    st.markdown(head + "\n".join(rows))


def _ends(derivatives: LocalDerivatives, edge: tuple[str, str, int]) -> str:
    """Return an edge as the signs of its two nodes."""
    nodes = derivatives.graph.nodes
    return f"{_sign(nodes[edge[0]])} → {_sign(nodes[edge[1]])}"


def _told(derivatives: LocalDerivatives, nodes: list[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the edges into each node but for those from an operation to the name of its result, which are 1."""
    kinds = derivatives.graph.nodes(data="kind")
    for node in nodes:
        for source, _, key in derivatives.graph.in_edges(node, keys=True):
            if source in nodes and not (kinds[source] == "operation" and kinds[node] == "variable"):
                yield source, node, key


def _sum(run: Run, derivatives: LocalDerivatives, leaf: str) -> None:
    assert run.trace is not None
    output = run.definition.equations[-1].name
    try:
        paths = path_products(derivatives, leaf, output)
    except ModelError as error:
        st.warning(str(error))
        return
    many = len(paths) != 1
    st.markdown(
        f"**{len(paths)} path{'s' * many}** from ${name_latex(leaf)}$ to ${name_latex(output)}$"
        f"{': the products along them are summed' if many else ''}"
    )
    st.markdown("\n".join(f"- {_said(derivatives, path)}" for path in paths))
    if paths:
        total = sum((path.product for path in paths[1:]), start=paths[0].product)
        apart = float((total.sum(0) - run.trace.grad(output, leaf).reshape(-1)).abs().max())
        st.markdown(f"**Sum: {_numbers(total)}** :gray[autograd agrees, difference {apart:.0e}]")


def _said(derivatives: LocalDerivatives, path: PathProduct) -> str:
    """Return a path as the signs of its nodes, the factors on its edges, and their product."""
    nodes = [path.edges[0][0], *(edge[1] for edge in path.edges)]
    way = " → ".join(_sign(derivatives.graph.nodes[node]) for node in nodes)
    factors = [derivatives[edge] for edge in path.edges]
    if all(one.numel() == 1 for one in factors):
        spelled = " · ".join(_numbers(one) for one in reversed(factors))
        return f"{way} :gray[: {spelled} =] {_numbers(path.product)}"
    return f"{way} :gray[:] {_numbers(path.product)}"


def _numbers(values: Tensor) -> str:
    """Return a Jacobian's numbers in three digits, or its size where there are many."""
    flat = values.flatten().tolist()
    if len(flat) > MOST_NUMBERS:
        return f"{values.shape[0]} × {values.shape[1]}, norm {float(values.norm()):.3g}"
    return ", ".join(f"{one:.3g}".replace("-", "−") for one in flat)


def _sign(node: Mapping[str, str]) -> str:
    """Return what stands in a node of the drawing."""
    if node["kind"] == "operation":
        return OPERATION_SIGNS.get(node["name"], node["name"])
    return f"${name_latex(node['name'])}$"
