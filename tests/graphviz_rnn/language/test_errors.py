"""Every mistake is told at its line and column, in a sentence that says what was seen, expected and is to be done.

The folder ``errors`` holds one mistake a block: the text, with a caret under the fault and the sentence behind it.
"""

import re
from pathlib import Path

import pytest

from graphviz_rnn.language import limits
from tests.graphviz_rnn.language.marked import marked, refused

TABLES = sorted((Path(__file__).parent / "errors").glob("*.txt"))
BLOCKS = {
    f"{table.stem}: {title}": marked(block)
    for table in TABLES
    for title, _, block in (one.partition("\n") for one in re.split(r"^## ", table.read_text("utf-8"), flags=re.M)[1:])
}


def each(count, line):
    return "\n".join(line(i) for i in range(count))


OWN = "Give a part of it its own equation."
LIMITS = {
    "characters": ("h = x\n" * 5001, 5001, 1, "The text has 30006 characters; at most 30000 are read, which is up to "
        "here. Shorten it."),
    "statements": (each(401, lambda i: f"h{i} = 1"), 401, 1, "More than 400 statements. Split the definition in two."),
    "depth": ("h = " + "-" * 100 + "1", 1, 65, f"This expression is nested more than 60 deep. {OWN}"),
    "brackets": ("h = " + "(" * 61 + "1" + ")" * 61, 1, 65, "More than 60 brackets are open here. "
        "Give a part of the expression its own equation."),
    "arguments": (f"h = concat({','.join('x' * 101)})", 1, 5, "`concat` has more than 100 arguments. "
        "Split it into equations of its own."),
    "name": ("g = 1\nh = W @ " + "h" * 81, 2, 9, "The name `hhhhhhhhhhhhhhhhhhhh…` has 81 letters; at most 80 are "
        "read. Shorten it."),
    "axes": ("h[a,b,c,d,e,f,g] = 1", 1, 1, "`h` has 7 axes; at most 6 are read. Use fewer."),
    "offset": ("h[t] = h[t-10001]", 1, 10, "`h[t-10001]`: this reaches more than 10000 steps. Use fewer."),
    "number": ("h = 1e999", 1, 5, "The number 1e999 is too large; expected one below 1e308. Use a smaller one."),
    "whole number": ("const d = 9999999999\nh = d", 1, 11, "The number 9999999999 is out of range; expected one from "
        "-100000 to 100000. Change it."),
    "boundaries": ("z[t] = z[t-1]\n" + each(12, lambda i: f"h{i}[t] = h{i}[t-1]\nh{i}[0] = h{i + 1}[0]") +
        "\nh12[t] = z[t]", 19, 1, "Boundaries read one another here more than 8 deep. "
        "Start from what they start from."),
    "written out, terms": ("def f0(x) = x + x + x + x\n" + each(9, lambda i: f"def f{i + 1}(x) = f{i}(f{i}(x))") +
        "\nh = f9(1)", 1, 13, "Written out, this is more than 8000 operations. Use fewer nested calls."),
    "written out, depth": (f"def f(x) = {'tanh(' * 20}x{')' * 20}\nh = f(f(f(f(x))))", 1, 12,
        f"Written out, this is nested more than 60 deep. {OWN}"),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_mistake_is_told_where_it_stands(name):
    assert refused(BLOCKS[name].text) == BLOCKS[name]


@pytest.mark.parametrize("name", LIMITS)
def test_limit_is_told_with_its_number(name):
    assert refused(LIMITS[name][0]) == LIMITS[name]


def test_every_limit_of_a_text_has_a_case():
    of_texts = {name for name in vars(limits) if name.isupper()} - {"NODES", "EDGES", "SIZE"}
    words = {"NAME": "name", "EQUATIONS": "statements", "TERMS": "written out, terms"}
    assert {words.get(name, name.lower()) for name in of_texts} <= set(LIMITS)


@pytest.mark.parametrize("name", BLOCKS)
def test_sentence_says_what_is_seen_and_what_to_do(name):
    message = BLOCKS[name].message
    sentences = re.split(r"(?<=[.?;])\s", message)
    assert len(sentences) >= 2, message
    assert message[-1] in ".?"
    assert not re.search(r"\b(a|an|the) ,|\bNone\b|\s\s", message), message


TYPOS = {"tnah": "tanh", "sigmod": "sigmoid", "cross_entrpy": "cross_entropy", "summ": "sum", "wher": "where",
         "parm": "param", "inputs": "input", "orthgonal": "orthogonal", "sdt": "std", "dellay": "delay",
         "dept": "depth", "hdi": "hid", "nun": "num", "abd": "abc"}  # fmt: skip


@pytest.mark.parametrize("typo", TYPOS)
def test_nearest_known_name_is_suggested(typo):
    (told,) = (one.message for one in BLOCKS.values() if re.search(rf"\b{typo}\b", one.text))
    assert f"Did you mean `{TYPOS[typo]}`?" in told
