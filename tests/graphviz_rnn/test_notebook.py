"""A definition and a picture show themselves in a notebook, and say in a line what they are elsewhere."""

import pydoc

import pytest

import graphviz_rnn as gr


def test_picture_shows_its_drawing():
    picture = gr.draw(gr.fold(gr.load("elman")))
    assert picture._repr_svg_() == picture.svg


@pytest.mark.parametrize("name", gr.gallery())
def test_definition_shows_its_equations_as_one_formula(name):
    definition = gr.load(name)
    shown = definition._repr_latex_().splitlines()
    assert shown[:2] == ["$$", r"\begin{aligned}"]
    assert shown[-2:] == [r"\end{aligned}", "$$"]
    assert shown[2:-2] == definition.latex().splitlines()[1:-1]


def test_a_variable_called_align_keeps_its_name():
    assert gr.parse("align[t] = tanh(x[t])")._repr_latex_().count("aligned") == 2


def test_repr_is_a_line():
    definition = gr.load("elman")
    title = "Elman network: output at each step, recurrence between hidden units"
    assert repr(definition) == f"<Definition {title!r}, 5 equations>"
    assert repr(gr.draw(gr.fold(definition))) == f"<Picture of {definition!r}, folded>"
    assert repr(gr.draw(gr.unfold(definition, {"t": 3}))) == f"<Picture of {definition!r}, unfolded to t = 3>"
    assert repr(gr.parse("z = x * y")) == "<Definition 'z', 1 equation>"


def test_help_says_what_everything_public_is():
    text = pydoc.render_doc(gr, renderer=pydoc.plaintext)
    for name in gr.__all__:
        assert name in text
    for one in (gr.draw, gr.fold, gr.unfold, gr.parse, gr.load, gr.gallery, gr.Definition, gr.Picture):
        assert one.__doc__.splitlines()[0].endswith((".", ",", "``."))
        assert one.__doc__.splitlines()[0][:6] in text
    public = (name for name in vars(gr.Definition) if not name.startswith("_"))
    fields = set(gr.Definition.__dataclass_fields__)
    assert all(f"``{name}``" in gr.Definition.__doc__ for name in fields)
    assert all(getattr(gr.Definition, name).__doc__ for name in public if name not in fields)
