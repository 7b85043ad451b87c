"""Which inputs an output feels."""

import numpy as np
import pytest
import torch

import graphviz_rnn as gr
import models
from models.analysis.reach import reach


def ran(name, steps=6):
    model = models.build(gr.load(name), {"x": 2, "h": 3, "y": 2}, seed=1).double()
    x = torch.randn(steps, 1, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    return model, model.run(x=x, y=torch.zeros(steps, 1, dtype=torch.long)), x


def test_a_causal_network_feels_nothing_that_is_still_to_come():
    table = reach(ran("elman")[1], of="o", wrt="x")
    assert (table[np.triu_indices(6, k=1)] == 0).all()
    assert (table[np.tril_indices(6)] > 0).all()


def test_a_bidirectional_network_feels_every_input():
    assert (reach(ran("bidirectional")[1], of="o", wrt="x") > 0).all()


def test_reach_is_what_finite_differences_say():
    model, trace, x = ran("bidirectional")
    table, step = reach(trace, of="o", wrt="x"), 1e-6
    column = np.zeros((6, 2, 2))
    for unit in range(2):
        moved = x.clone()
        moved[2, 0, unit] += step
        change = model.run(x=moved)["o"] - trace["o"]
        column[:, :, unit] = (change[:, 0] / step).detach().numpy()
    assert table[:, 2] == pytest.approx(np.linalg.norm(column, axis=(1, 2)), rel=1e-4)
