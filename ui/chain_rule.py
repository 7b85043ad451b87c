"""The chain rule of a run: every edge's derivative as symbol and number, and the sum over paths beside autograd."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from torch import Tensor

from graphviz_rnn.drawing.labels import OPERATION_SIGNS
from models import ModelError, local_derivatives
from models.derivatives import LocalDerivatives
from models.derivatives.paths import PathProduct, path_products
from ui.address import bound
from ui.address.spelling import one_of
from ui.runs import Run

MOST_NUMBERS = 4


def chain_rule(run: Run) -> None:
    """Let the visitor choose a leaf, and show how the output's derivative with respect to it comes about."""
    assert run.trace is not None
    definition = run.definition
    output = definition.equations[-1].name
    leaves = definition.names("input", "parameter")
    with st.sidebar:
        said = f"Derivative of {output} with respect to"
        leaf = bound(st.selectbox, said, leaves, key="leaf", default=leaves[0], spelling=one_of(leaves))
    derivatives = local_derivatives(run.trace)
    try:
        paths = path_products(derivatives, str(leaf), output)
    except ModelError as error:
        st.warning(str(error))
        return
    with st.container(key="chain", horizontal=True, gap="small"):
        with st.container(border=True, key="plot-card-edges"):
            _edges(derivatives, paths)
        with st.container(border=True, key="plot-card-paths"):
            _sum(run, derivatives, paths, str(leaf))


def _edges(derivatives: LocalDerivatives, paths: tuple[PathProduct, ...]) -> None:
    st.markdown("**Edge by edge**, symbol beside number")
    kinds = derivatives.graph.nodes(data="kind")
    for edge in dict.fromkeys(edge for path in paths for edge in path.edges):
        if kinds[edge[0]] == "operation" and kinds[edge[1]] == "variable":
            continue  # from an operation to the variable that is its result: 1
        st.markdown(f"${derivatives.latex(edge)}$ :gray[= {_numbers(derivatives[edge])}]")


def _sum(run: Run, derivatives: LocalDerivatives, paths: tuple[PathProduct, ...], leaf: str) -> None:
    assert run.trace is not None
    output = run.definition.equations[-1].name
    many = len(paths) != 1
    summed = ": their products, summed" if many else ""
    st.markdown(f"**{len(paths)} path{'s' * many}** from {leaf} to {output}{summed}")
    for path in paths:
        nodes = [path.edges[0][0], *(edge[1] for edge in path.edges)]
        said = " → ".join(_sign(derivatives.graph.nodes[node]) for node in nodes)
        st.markdown(f"{said} :gray[: {_numbers(path.product)}]")
    total = sum((path.product for path in paths[1:]), start=paths[0].product) if paths else None
    if total is not None:
        autograd = run.trace.grad(output, leaf).reshape(-1)
        apart = float((total.sum(0) - autograd).abs().max())
        st.markdown(f"**Sum: {_numbers(total)}** :gray[autograd says the same, difference {apart:.0e}]")


def _numbers(values: Tensor) -> str:
    """Return a Jacobian's numbers in three digits, or its size where there are many."""
    flat = values.flatten().tolist()
    if len(flat) > MOST_NUMBERS:
        return f"a {values.shape[0]} × {values.shape[1]} matrix of norm {float(values.norm()):.3g}"
    return ", ".join(f"{one:.3g}".replace("-", "−") for one in flat)


def _sign(node: Mapping[str, str]) -> str:
    """Return what stands in a node of the drawing."""
    return OPERATION_SIGNS.get(node["name"], node["name"]) if node["kind"] == "operation" else f"*{node['name']}*"
