"""The matrices by which a state's past comes back, by delay, where nothing else stands between."""

from __future__ import annotations

import graphviz_rnn as gr
from models.analysis import Numbers
from models.build import RecurrentModel


def recurrent_weights(model: RecurrentModel, state: str) -> dict[int, Numbers]:
    """Return the square matrix of every delay through which ``state`` reads itself, such as {1: W, 3: S}.

    Returns {} where its past also comes another way: through gates, a leak, or other variables.
    """
    folded, found = gr.fold(model.definition), {}
    for source, _, data in folded.in_edges(state, data=True):
        if folded.nodes[source]["kind"] == "variable" and source != state:
            return {}
        if source != state:
            continue
        delay = sum(data["delay"].values())
        if len(data["via"]) != 1 or delay in found:
            return {}
        found[delay] = model.weights[data["via"][0]].detach().double().numpy()
    return found
