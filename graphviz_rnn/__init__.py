"""Recurrent definitions as text, their folded and unfolded graphs, and pictures of both.

A definition is a text of equations; ``parse`` reads it (``load`` one of the gallery) and checks it.
``fold`` makes its folded graph, whose cycles have delays; ``unfold`` the acyclic graph for given
lengths; ``draw`` a picture of either, to be saved in any format. docs/language.md is the language.

>>> import graphviz_rnn as gr
>>> definition = gr.load("elman")  # or gr.parse("h[t] = tanh(W @ h[t-1] + U @ x[t])")
>>> definition.roles["h"], definition.shapes({"h": 8})["W"]
('state', (8, 8))
>>> definition.schedule()
'stepped through t: a, h; parallel over t: o, L; once: loss'
>>> graph = gr.unfold(definition, {"t": 3})
>>> sorted(graph.successors("h_1"))
['h_2', 'o_1']
>>> gr.draw(graph).svg[:4]
'<svg'
"""

from graphviz_rnn.drawing.picture import draw
from graphviz_rnn.errors import DefinitionError, GraphError, RequestError
from graphviz_rnn.formats.picture import Picture
from graphviz_rnn.graphs.detail import Detail
from graphviz_rnn.graphs.fold import fold
from graphviz_rnn.graphs.unfold import unfold
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import gallery, load

__all__ = [
    "Definition",
    "DefinitionError",
    "Detail",
    "GraphError",
    "Picture",
    "RequestError",
    "draw",
    "fold",
    "gallery",
    "load",
    "parse",
    "unfold",
]
