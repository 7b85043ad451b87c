"""What the page on the language says holds: every example is drawn and run, every claim computed, every error told."""

import doctest
import re
from pathlib import Path

import pytest
import torch

import graphviz_rnn as gr
import models
from graphviz_rnn.language import limits
from graphviz_rnn.language.operations import ALIASES, FUNCTIONS, INITIALISERS, OPERATIONS, REDUCTIONS
from graphviz_rnn.language.syntax_advice import FORMS
from tests.graphviz_rnn.language.marked import marked, refused

TEXT = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```rnn\n(.*?)```", TEXT, re.DOTALL)
MISTAKES = [block for block in BLOCKS if re.search(r"^ *\^ ", block, re.MULTILINE)]
EXAMPLES = [block for block in BLOCKS if block not in MISTAKES]
VALUES = re.findall(r"^\| .* \| `([^`]+)` \| \(?([-\d., ]+)\)? \|$", TEXT, re.MULTILINE)
X, Y = (1.0, 2.0, 3.0), (1.0, 2.0, 5.0)


def first_line(text):
    return next(line for line in text.splitlines() if line and not line.startswith("#"))


def test_page_has_examples_of_every_kind():
    assert (len(EXAMPLES), len(MISTAKES), len(VALUES)) == (18, 7, 26)


@pytest.mark.parametrize("text", EXAMPLES, ids=first_line)
def test_example_is_drawn_folded_and_unfolded(text):
    definition = gr.parse(text)
    lengths = dict.fromkeys(definition.lengths, 4)
    for detail in ("variables", "operations", "functions"):
        for graph in (gr.fold(definition, detail), gr.unfold(definition, lengths, detail)):
            drawn = {vertex.name for vertex in gr.draw(graph).scene.vertices}
            nodes = [data for _, data in graph.nodes(data=True) if data["kind"] not in ("parameter", "constant")]
            assert {data["name"] for data in nodes} <= drawn <= {name for _, name in graph.nodes(data="name")}


@pytest.mark.parametrize("text", [one for one in EXAMPLES if not gr.parse(one).abstract_functions], ids=first_line)
def test_example_runs_and_reads_all_that_it_is_given(text):
    definition = gr.parse(text)
    shapes, axes = definition.shapes(), definition.axes
    data = {
        name: torch.rand(*(4 for _ in axes.get(name, ())), 1, *shapes[name], requires_grad=True)
        for name in definition.names("input", "target")
    }
    lengths = {axis: 4 for axis, own in definition.lengths.items() if not isinstance(own, int)}
    trace = models.build(definition, seed=1).run(lengths=lengths, **data)
    total = sum(trace[name].square().sum() for name in definition.names("state", "variable"))
    assert torch.isfinite(total)
    total.backward()
    assert all(one.grad is not None and one.grad.abs().max() > 0 for one in data.values())


@pytest.mark.parametrize("block", MISTAKES, ids=first_line)
def test_mistake_is_told_as_the_page_says(block):
    assert refused(marked(block).text) == marked(block)


@pytest.mark.parametrize(("expression", "said"), VALUES, ids=[expression for expression, _ in VALUES])
def test_value_of_an_expression_is_the_one_in_the_table(expression, said):
    definition = gr.parse(f"input x : 3\ninput y : 3\nz = {expression}")
    trace = models.build(definition).run(x=torch.tensor([X]), y=torch.tensor([Y]))
    found = trace["z"].flatten().tolist()
    assert found == pytest.approx([float(one) for one in said.split(",")], abs=5e-4)


def test_python_on_the_page_says_what_it_says():
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    code = doctest.DocTestParser().get_doctest("\n".join(blocks), {"gr": gr}, "language.md", None, None)
    runner = doctest.DocTestRunner(verbose=False)
    assert runner.run(code).failed == 0
    assert len(blocks) >= 12


def test_page_says_every_word_of_the_language():
    tables = " ".join(re.findall(r"^\| (.*?) \|", TEXT, re.MULTILINE))
    words = set(re.findall(r"`(.+?)`", tables))
    operators = {name for name, one in OPERATIONS.items() if one.group == "operator"} - {"neg"} | {"⊙"}
    assert words >= {*FUNCTIONS, *ALIASES, *operators}
    assert {word.removeprefix("~ ").partition("(")[0] for word in words} >= set(INITIALISERS) - {"constant"}
    assert all(re.search(rf"^{form} \w|`{form} ", TEXT, re.MULTILINE) for form in FORMS)
    assert all(f"{name}[t](" in TEXT for name in REDUCTIONS)


def test_initialisers_on_the_page_have_the_settings_of_the_language():
    for name, settings in INITIALISERS.items():
        written = re.search(rf"`~ {name}\((.*?)\)`", TEXT)
        assert (
            [one.partition("=")[0] for one in written[1].split(", ")] == list(settings)
            if written
            else not settings or name == "constant"
        )


def test_limits_on_the_page_are_the_ones_of_the_code():
    said = re.findall(r"^\| [^|]+ \| ([\d,]+) \|$", TEXT.partition("## Limits")[2], re.MULTILINE)
    numbers = [value for name, value in vars(limits).items() if name.isupper()]
    assert sorted(int(one.replace(",", "")) for one in said) == sorted(numbers)


def test_readme_leads_to_the_page():
    assert "(docs/language.md)" in (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
