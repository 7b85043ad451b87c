"""A trace written to a file reads back number by number."""

import csv
import io

import numpy as np
import pytest
import torch

import graphviz_rnn as gr
import models
from models.trace_files import values_csv, values_npz


@pytest.fixture(scope="module")
def attention():
    model = models.build(gr.load("attention"), {"x": 2, "y": 3, "h": 4, "g": 5}, seed=1)
    trace = model.run(x=torch.randn(4, 2, 2), y=torch.tensor([[0, 1], [2, 0], [1, 1]]))
    return trace, {name: trace.grad("loss", name) for name in ("h", "k")}


def test_csv_has_every_number_at_its_index(attention):
    trace, gradients = attention
    rows = list(csv.DictReader(io.StringIO(values_csv(trace, gradients))))
    assert len(rows) == sum(trace[name].numel() for name in trace.names)
    for row in rows:
        steps = [int(one.partition("=")[2]) - 1 for one in row["index"].split()]
        unit = [int(one) - 1 for one in row["unit"].split()]
        place = (*steps, int(row["sequence"]) - 1, *unit)
        assert float(row["value"]) == float(trace[row["variable"]][place].detach())
        if row["variable"] in gradients:
            assert float(row["gradient"]) == float(gradients[row["variable"]][place])
        else:
            assert row["gradient"] == ""


def test_npz_has_variables_parameters_and_gradients(attention):
    trace, gradients = attention
    archive = np.load(io.BytesIO(values_npz(trace, gradients)))
    assert np.array_equal(archive["value:k"], trace["k"].detach().numpy())
    assert np.array_equal(archive["param:W"], trace.weights["W"].detach().numpy())
    assert np.array_equal(archive["grad:h"], gradients["h"].numpy())
    assert len(archive.files) == len(trace.names) + len(trace.weights) + len(gradients)
