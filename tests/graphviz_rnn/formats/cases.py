"""Graphs of every kind for tests of formats, and a definition whose names and title try to break out."""

import graphviz_rnn as gr

HOSTILE = (
    '# "]; </script><script>alert(1)</script> \\input{/etc/passwd} %s $x_2$ ]]> --> & {{x}} \x00 \u202e rtl \u4e2d\n'
    "θ[t] = tanh(W_ünï @ θ[t-1] + \u4e2d @ x[t])\n"
    "ŷ[t] = softmax(θ[t])\n"
    "end[t] = ŷ[t]\n"
    "node_class[t] = end[t]\n"
    "subgraph[t] = node_class[t]"
)


def pair(definition, steps=2, detail="variables"):
    """The folded and the unfolded graph of a definition, or of one of the gallery by its name."""
    definition = gr.load(definition) if isinstance(definition, str) else definition
    lengths = dict.fromkeys(definition.lengths, steps)
    return gr.fold(definition, detail), gr.unfold(definition, lengths, detail)


def hostile():
    return gr.parse(HOSTILE)
