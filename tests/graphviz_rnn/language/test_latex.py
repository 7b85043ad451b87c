"""The equations are LaTeX that pdflatex sets: letters as commands, functions with their own equation."""

import pytest

import graphviz_rnn as gr
from graphviz_rnn.language.latex import name_latex
from graphviz_rnn.language.typeset import expression_runs


@pytest.mark.parametrize("name", gr.gallery())
def test_equations_are_ascii_with_brackets_that_close(name):
    text = gr.load(name).latex()
    assert text.isascii()
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")


@pytest.mark.parametrize("name", gr.gallery())
def test_there_is_a_line_for_every_equation_boundary_and_function_with_a_body(name):
    definition = gr.load(name)
    bodies = [one for one in definition.functions.values() if one.body is not None]
    assert definition.latex().count("&=") == len(definition.equations) + len(definition.boundaries) + len(bodies)


def test_a_function_is_written_with_its_body():
    assert gr.load("dynamical_system_tanh").latex().splitlines()[-2] == (
        r"f\left(\boldsymbol{s}, \boldsymbol{\theta}\right) &= "
        r"\operatorname{tanh}\left(\boldsymbol{\theta} \, \boldsymbol{s}\right)"
    )
    assert gr.load("dynamical_system").latex().count("&=") == 1


@pytest.mark.parametrize(
    ("name", "latex"),
    [("ŷ", r"\hat{y}"), ("θ_1", r"\theta_{1}"), ("W_αβ", r"W_{\alpha \beta}"), ("ü", r"\ddot{u}"),
     ("Ångström", r"\mathrm{\mathring{A}ngstr\ddot{o}m}"), ("a_b_c", "a_{b,c}"), ("_x", r"\mathrm{\_x}")],
)  # fmt: skip
def test_letters_are_commands(name, latex):
    assert name_latex(name) == latex


def test_elman_is_written_as_in_the_book():
    assert gr.load("elman").latex().splitlines()[1] == (
        r"\boldsymbol{a}^{(t)} &= \boldsymbol{b} + \boldsymbol{W} \, \boldsymbol{h}^{(t-1)} "
        r"+ \boldsymbol{U} \, \boldsymbol{x}^{(t)} \\"
    )


def test_a_choice_in_a_sum_and_a_step_under_a_power_stand_in_brackets():
    equation = gr.parse("h[t] = where(t == 1, a, b) + x[t] ^ 2 + a ^ 2").equations[0]
    said = "".join(run.text for run in expression_runs(equation.expression))
    assert said == "(a if t = 1, else b) + (x(t))2 + a2"
