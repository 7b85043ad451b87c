"""A recurrence written out is the book's."""

import re

import pytest

import graphviz_rnn as gr
from graphviz_rnn.language.written_out import numbered_out, written_out


def plain(latex):
    """Return LaTeX without weight, brackets' sizes and spacing."""
    latex = re.sub(r"\\(left|right|!|,|;|quad)|\\begin\{aligned\}|\\end\{aligned\}", "", latex)
    latex = re.sub(r"\\boldsymbol\{([^{}]*)\}", r"\1", latex)
    return re.sub(r"\s+", "", latex).replace("{", "").replace("}", "")


def test_three_steps_are_equations_10_2_and_10_3():
    said = plain(written_out(gr.load("dynamical_system"), "s", 3))
    assert said == r"s^(3)&=f(s^(2),\theta)\\&=f(f(s^(1),\theta),\theta)"


def test_a_driven_system_takes_in_every_input():
    said = plain(written_out(gr.load("driven_system"), "h", 3)).split(r"\\&=")
    assert [said[-1].count(f"x^({step})") for step in (1, 2, 3)] == [0, 1, 1]
    assert "h^(1)" in said[-1]


@pytest.mark.parametrize("steps", [1, 2, 5, 8, 30])
def test_the_recurrence_is_applied_one_time_less_than_there_are_steps(steps):
    said = plain(written_out(gr.load("dynamical_system"), "s", steps)).split(r"\\&=")
    assert said[-1].count("f(") == min(steps, 8) - 1


def test_numbered_it_is_the_three_equations_of_the_slide():
    said = (
        plain(numbered_out(gr.load("dynamical_system"), "s", 3, numbers=(1, 2, 3)))
        .replace("&&", "")
        .replace(r"\quad", "")
    )
    assert said.split(r"\\") == [
        r"s^(t)&=f(s^(t-1),\theta)(1)",
        r"s^(3)&=f(s^(2),\theta)(2)",
        r"&=f(f(s^(1),\theta),\theta)(3)",
    ]


def test_a_single_step_has_nothing_to_write_out():
    said = plain(numbered_out(gr.load("driven_system"), "h", 1, numbers=(5, 6)))
    assert said.startswith(r"h^(t)&=f(h^(t-1),x^(t),\theta)&&(5)")
    assert "(6)" not in said
