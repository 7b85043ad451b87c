"""No text, however hostile, yields anything but a Definition or a DefinitionError, within a second.

The long run takes 100,000 texts, 5,000 of each of the four kinds from each of five seeds (about half an hour):
``for n in 1 2 3 4 5; do FUZZ_TEXTS=5000 python -m pytest --hypothesis-seed=$n tests/graphviz_rnn/language/test_fuzz.py;
done``. Without it, some thousands in all: more of the kinds that are made quickly.
"""

import ast
import gc
import os
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphviz_rnn as gr
from graphviz_rnn.shelf import gallery_text
from tests.graphviz_rnn.strategies import definition_texts

SECONDS = 1.0


def fuzz(texts):
    """Return the settings for a number of texts, or for as many as the environment asks for."""
    asked = int(os.environ.get("FUZZ_TEXTS", str(texts)))
    return settings(max_examples=asked, deadline=None, suppress_health_check=list(HealthCheck), database=None)


TOKENS = [
    "h", "x", "W", "b", "y", "t", "s", "T", "S", "τ", "ŷ", "θ", "loss", "d", "n", "__class__", "h[t]", "h[t-1]", "x[t]",
    "y[t]", "g[t+1]", "h[0]", "h[T]", "h[T+1]", "e[s,t]", "[t]", "[s,t]", "=", "=", "=", "+", "-", "*", "/", "@", "^",
    "'", "⊙", "(", ")", "[", "]", ",", ":", "~", "..", "1..T", "1", "2", "0", "3.5", "1e9", "99999999999", ".5", "#",
    "def", "input", "target", "param", "const", "axis", "hide", "feedback", "fixed", "where(", "not", "and", "or", "%",
    "==", "!=", "<", ">=", "tanh(", "sum[t](", "softmax[t](", "softmax(", "concat(", "cross_entropy(", "mse(", "f(",
    "normal(std=", "zeros", "orthogonal", "\n", "\n", "\n", " ", "  ", "\t", "\\", "²", "٣", "\u0302", "\u202e", "\x00",
    "h[t] = tanh(W @ h[t-1] + U @ x[t])", "def f(p, q) = p + q", "const d = 2", "axis t = 1..T",
]  # fmt: skip
GALLERY = [gallery_text(name) for name in gr.gallery()]


@st.composite
def mutated(draw):
    """Draw a definition of the gallery, or a random one, with a few pieces cut, copied, moved or put in."""
    text = draw(st.sampled_from(GALLERY) | definition_texts())
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        to = min(to, at + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from([text[at:to], "", text[at:to] * 2, text[at:to][::-1]]) | st.sampled_from(TOKENS))
        text = text[:at] + piece + text[to:]
    return text


def parsed(text):
    try:
        return gr.parse(text)
    except gr.DefinitionError as error:
        return error


def parsed_in_time(text):
    """Parse a text in bounded time; what the collector spends on Hypothesis's own memory does not count."""
    gc.disable()
    start = time.process_time()
    made = parsed(text)
    took = time.process_time() - start
    gc.enable()
    assert took < SECONDS
    return made


def outcome(text):
    """Parse a text and read what comes out in every way; return what it is."""
    made = parsed_in_time(text)
    if isinstance(made, gr.Definition):
        assert made.latex().startswith("\\begin{align}")
        assert made.schedule()
        assert set(made.shapes()) == set(made.roles)
    else:
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= made.line <= len(lines), made
        assert 1 <= made.column <= len(lines[made.line - 1]) + 1, made
        assert made.message.endswith((".", "?")) and len(made.message) < 1000, made
    return made


@fuzz(1000)
@given(st.text() | st.text(alphabet="htxWs[]()=+-*@'01.,:~#\n ", max_size=200))
def test_random_text(text):
    outcome(text)


@fuzz(1000)
@given(st.lists(st.sampled_from(TOKENS), max_size=60), st.sampled_from(["", " "]))
def test_random_tokens(tokens, between):
    outcome(between.join(tokens))


@fuzz(500)
@given(mutated())
def test_mutated_definitions(text):
    outcome(text)


@fuzz(300)
@given(definition_texts())
def test_definitions_right_by_construction(text):
    definition = outcome(text)
    assert isinstance(definition, gr.Definition)
    assert {one.name for one in definition.equations} == set(definition.names("state", "variable"))


def each(count, line):
    return "\n".join(line(i) for i in range(count))


HOSTILE = {
    "a million characters": "h = x\n" * 170_000,
    "a million brackets": "h = " + "(" * 1_000_000,
    "brackets": "h = " + "(" * 25_000 + "1" + ")" * 3_000,
    "indices": "h[" * 12_000,
    "minus signs": "h = " + "-" * 29_000 + "1",
    "primes": "h = x" + "'" * 29_000,
    "a tower of powers": "h = " + "^".join(["9"] * 10_000),
    "nested calls": "h = " + "tanh(" * 5_000,
    "nested conditions": "h[t] = where(" + "not " * 5_000 + "t, 1, 2)",
    "nested where": "h[t] = " + "where(t==1, 1, " * 1_500 + "2" + ")" * 1_500,
    "arguments": "h = concat(" + ",".join("x" for _ in range(12_000)) + ")",
    "a sum of many": "h = " + "+".join(["x"] * 12_000),
    "null bytes": "h = \x00" * 1_000,
    "right to left": "ש[t] = tanh(ו @ ש[t-1] + \u202eא @ ל[t])",
    "surrogate": "h = \ud800",
    "names of Python": "__class__[t] = __import__ @ __class__[t-1] + __builtins__\nhide __class__",
    "a call of Python": "h = __import__(os)",
    "huge number": "h = " + "9" * 20_000,
    "huge exponent": "h = 1e999999999",
    "huge delay": "h[t] = h[t-99999999999999999999]",
    "huge constant": "const d = 99999999999999999999\nh[t] = h[t-d]",
    "huge size": "param W : 999999 x 999999\nh = W",
    "long name": "h" * 25_000 + " = 1",
    "long names": each(300, lambda i: "h" * 79 + f"{i} = 1"),
    "superscript digits": "h² = ²",
    "roman and circled digits": "h = ⅷ + ① + ½",
    "digits of other scripts": "h[t] = h[t-٣] + ३",
    "every line end": "h = 1\rg = 2\r\nk = 3\u2028m = 4",
    "form feeds": "h\x0c=\x0b1\x1c+\x852",
    "axes of every letter": "h[" + ",".join("abcdefghijklmnopqrstuvwxyz") + "] = 1",
    "all read all": each(70, lambda i: f"h{i}[t] = " + " + ".join(f"h{j}[t-1]" for j in range(0, 70, 2))),
    "all read all, mixed delays": each(40, lambda i: f"h{i}[t] = " + " + ".join(
        f"h{j}[t{'-+'[(i + j) % 2]}1]" for j in range(40))),
    "a long chain": each(399, lambda i: f"h{i}[t] = W{i} @ h{i + 1}[t]"),
    "a long cycle": each(399, lambda i: f"h{i}[t] = h{(i + 1) % 399}[t]"),
    "boundaries of boundaries": each(190, lambda i: f"h{i}[t] = h{i}[t-1]\nh{i}[0] = h{i + 1}[0]"),
    "boundary of itself": "h[0] = h[0]\nh[t] = h[t-1]",
    "functions that double": "def f0(x) = x + x\n" + each(
        30, lambda i: f"def f{i + 1}(x) = f{i}(f{i}(x))") + "\nh = f30(1)",
    "functions that forget": "def z(x) = 1\ndef f0(x) = 1\n" + each(
        15, lambda i: f"def f{i + 1}(x) = z({'+'.join([f'f{i}(x)'] * 30)})") + "\nh = f15(1)",
    "functions that call each other": "def f(x) = g(x) + g(x)\ndef g(x) = f(x) + f(x)\nh = f(1)",
    "many functions": each(390, lambda i: f"def f{i}(x) = f{i + 1}(x)") + "\ndef f390(x) = x\nh = f0(1)",
    "transposes": each(30, lambda i: f"h{i} = " + "+".join(f"norm(p{i}_{j}')" for j in range(55))),
    "open products": each(60, lambda i: f"h{i} = " + " * ".join(f"p{i}_{j}" for j in range(50))),
    "matrix chain": each(60, lambda i: f"h{i}[t] = " + " @ ".join(f"W{j}" for j in range(50)) + f" @ h{i}[t-1]"),
    "concatenations": each(399, lambda i: f"h{i}[t] = concat(h{i + 1}[t-1], x[t])"),
    "tall statements": "h = (\n" * 50 + "1" + "\n)" * 50,
    "only comments": "#\n" * 14_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(name):
    outcome(HOSTILE[name])


def test_no_text_is_run_or_looked_up_as_code():
    for file in (Path(gr.__file__).parent).rglob("*.py"):
        called = {node.func.id for node in ast.walk(ast.parse(file.read_text("utf-8")))
                  if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
        assert not called & {"eval", "exec", "compile", "getattr", "setattr", "__import__", "globals"}, file


def test_hostile_texts_take_little_memory():
    tracemalloc.start()
    for name in ("a million brackets", "all read all", "functions that double", "matrix chain"):
        parsed(HOSTILE[name])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
