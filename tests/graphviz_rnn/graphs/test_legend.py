"""The legend says of every symbol what it is, from the definition alone."""

import pytest

import graphviz_rnn as gr
from graphviz_rnn.graphs.legend import legend


def entries(text, sizes=None):
    definition = gr.parse(text)
    return {one.name: one for one in legend(definition, definition.shapes(sizes))}


@pytest.mark.parametrize("name", gr.gallery())
def test_every_symbol_of_the_gallery_has_words_that_name_only_what_there_is(name):
    definition = gr.load(name)
    found = legend(definition, definition.shapes())
    assert sorted(one.name for one in found) == sorted(definition.roles)
    assert all(one.words and "nothing" not in one.words for one in found)


def test_parameters_say_what_they_take_where():
    found = entries(
        "param alpha : scalar\nh[t] = tanh(b + W @ h[t-1] + U @ x[t])\nh[0] = z\n"
        "o[t] = alpha * (V @ concat(h[t], x[t]))",
        {"h": 5, "x": 2},
    )
    said = {name: (one.words, one.size) for name, one in found.items() if one.role == "parameter"}
    assert said["W"] == ("takes h(t−1) to h", "5 × 5")
    assert said["U"] == ("takes x to h", "5 × 2")
    assert said["b"] == ("added in h", "5 numbers")
    assert said["z"] == ("h before the first step", "5 numbers")
    assert said["V"][0] == "takes h and x to o"
    assert said["alpha"] == ("scales h and x in o", "a number")


def test_a_comment_is_a_variables_words_and_without_one_its_place_is():
    found = entries("# what is kept\nh[t] = tanh(W @ h[t-1] + U @ x[t])\no[t] = V @ h[t]\nL[t] = mse(o[t], y[t])")
    assert found["h"].words == "what is kept"
    assert found["o"].words == "computed; from h"
    assert found["y"].words == "what should come out; read by L"
    assert found["x"].words == "given at each step; read by h"
    assert [one.role for one in found.values()][:3] == ["input", "target", "state"]
