"""Local derivatives in letters, against the book's formulas and others worked out by hand."""

import pytest

import graphviz_rnn as gr
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.records import Reference
from graphviz_rnn.language.typeset import expression_runs
from models.derivatives.direct import direct_derivatives


def said(expression):
    return "".join(
        f"^{run.text}" if run.text == "2" and run.height == "super" else run.text for run in expression_runs(expression)
    )


def slopes(text, *index):
    definition = gr.parse(text)
    found = direct_derivatives(definition, dict.fromkeys(definition.lengths, 6))
    return {name: {said(r): said(e) for r, e in direct.at(*index)} for name, direct in found.items()}


def of(name):
    return slopes(gr.load(name).text)


def test_elman_has_the_factors_of_equation_10_21():
    found = of("elman")
    assert found["h"] == {"a(t)": "diag(1 − (h(t))^2)"}
    assert found["a"] == {"h(t−1)": "W", "x(t)": "U"}
    assert found["o"] == {"h(t)": "V"}


def test_lstm_cell_keeps_by_the_forget_gate():
    found = of("lstm")
    assert found["s"] == {
        "f(t)": "diag(s(t−1))",
        "s(t−1)": "diag(f(t))",
        "g(t)": "diag(k(t))",
        "k(t)": "diag(g(t))",
    }
    assert found["h"] == {"q(t)": "diag(tanh(s(t)))", "s(t)": "diag(q(t)) diag(1 − tanh(s(t))^2)"}
    assert found["f"]["h(t−1)"] == "diag(f(t) ⊙ (1 − f(t))) Wf"


def test_paths_that_meet_are_added_with_their_signs():
    assert slopes("h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]\nz[t] = sigmoid(U @ x[t])\nn[t] = tanh(V @ x[t])")["h"] == {
        "z(t)": "−diag(n(t)) + diag(h(t−1))",
        "n(t)": "diag(1 − z(t))",
        "h(t−1)": "diag(z(t))",
    }


def test_a_number_of_units_is_a_letter():
    assert slopes("L[t] = mse(U @ x[t], y[t])\nloss = sum[t](L[t])")["L"]["y(t)"] == "2 ⊙ (y(t) − U x(t))⊤ / n"


def test_the_branch_that_a_step_takes_has_the_derivatives():
    text = "h[t] = where(t % 2 == 0, tanh(W @ h[t-1] + U @ x[t]), h[t-1])"
    assert slopes(text, 4)["h"] == {"h(t−1)": "diag(1 − (h(t))^2) W", "x(t)": "diag(1 − (h(t))^2) U"}
    assert slopes(text, 5)["h"] == {"h(t−1)": "I"}


def test_a_delay_may_be_of_any_length():
    assert slopes("h[t] = tanh(W @ h[t-900] + U @ x[t])")["h"]["h(t−900)"] == "diag(1 − (h(t))^2) W"


def test_a_choice_inside_of_a_sum_is_a_choice_of_the_derivative():
    found = slopes("C[s] = sum[t](where(t <= s, k[t], z[s] * z[s]))\nparam b : 3\ninput k[t] : 3\ninput z[s] : 3", 3)[
        "C"
    ]
    assert found == {
        "k(t)": "I if t ≤ s, else 0",
        "z(s)": "Σt (0 if t ≤ s, else diag(z(s)) + diag(z(s)))",
    }


def test_other_steps_of_a_softmax_are_marked():
    found = slopes("p[t] = softmax[t](tanh(x[t]))\ninput x[t] : 3")["p"]
    assert found["x(t)"] == "diag(p(t) ⊙ (1 − p(t))) diag(1 − tanh(x(t))^2)"
    assert found["x(t')"] == "diag(−p(t) ⊙ p(t')) diag(1 − tanh(x(t'))^2)"


def test_an_equation_that_is_longer_than_can_be_read_is_left_out():
    def text(times):
        return "input x : 2\ndef f(a) = a * a\ny = " + times * "f(" + "x" + times * ")"

    assert slopes(text(1))["y"] == {"x": "diag(x) + diag(x)"}
    assert slopes(text(7))["y"]["x"].startswith("diag(x ⊙ x")
    assert slopes(text(8))["y"] == {}


@pytest.mark.parametrize("name", [one for one in gr.gallery() if not gr.load(one).abstract_functions])
def test_each_thing_an_equation_reads_has_its_derivative(name):
    definition, parameters = gr.load(name), gr.load(name).names("parameter")
    for variable, direct in direct_derivatives(definition, dict.fromkeys(definition.lengths, 5)).items():
        own = [one for case in direct.cases for one in case]
        read = {part.name for part in parts(definition.inlined[variable]) if isinstance(part, Reference)}
        assert {one.name for one, _ in own} == read - set(parameters), variable
