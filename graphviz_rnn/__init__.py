"""Recurrent definitions as text, their folded and unfolded graphs, and pictures of both.

>>> import graphviz_rnn as gr
>>> definition = gr.load("elman")
>>> definition.roles["h"]
'state'
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
