"""Refuse a model whose outputs depend on later steps than those that are written already."""

from __future__ import annotations

import networkx as nx

from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.dependence import Dependence, dependences
from graphviz_rnn.language.records import Condition
from models.errors import ModelError
from models.writing import Writing


def refuse_looking_ahead(definition: Definition, asked: Writing) -> None:
    """Raise ``ModelError`` where what is written at a step depends on a later step, or on how many there are.

    Where an input says how many steps there are, only what depends on symbols that were written must not look ahead.
    """
    free = definition.free_running()
    read = list(dependences(free))
    graph = nx.DiGraph([(one.source, one.target) for one in read])
    told = nx.ancestors(graph, asked.target) | {asked.target}
    if asked.extent:
        told &= nx.descendants(graph, asked.target) | {asked.target}
    for one in read:
        if one.target in told and (not asked.extent or one.source in told) and _ahead(free, one, asked):
            raise ModelError(
                f"`{one.target}` looks ahead along {asked.axis} to `{one.source}`, so a symbol of `{asked.target}` has "
                "no probability before all later ones are there. Only what is written from the past can be searched."
            )


def _ahead(definition: Definition, one: Dependence, asked: Writing) -> bool:
    """Say whether a dependence needs a later step of an axis, or its length."""
    choices = [condition for condition, _ in one.occurrence.choices]
    end = definition.ends[asked.axis]
    counts = not asked.extent and any(_names(condition, end) for condition in choices)
    return counts or asked.axis in one.anywhere or dict(one.delay).get(asked.axis, 0) < 0


def _names(condition: Condition, name: str) -> bool:
    return condition.value == name or any(_names(one, name) for one in condition.arguments)
