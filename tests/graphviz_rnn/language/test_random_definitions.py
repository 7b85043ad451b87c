"""Laws that hold of every definition, tried on random ones."""

import networkx as nx
from hypothesis import HealthCheck, given, settings

import graphviz_rnn as gr
from tests.graphviz_rnn.strategies import definition_texts

few = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(definition_texts())
def test_a_definition_right_by_construction_parses(text):
    definition = gr.parse(text)
    assert {one.name for one in definition.equations} == set(definition.names("state", "variable"))


@few
@given(definition_texts())
def test_what_parses_unfolds_without_a_cycle(text):
    definition = gr.parse(text)
    assert nx.is_directed_acyclic_graph(gr.unfold(definition, dict.fromkeys(definition.lengths, 3)))
