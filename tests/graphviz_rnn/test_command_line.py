"""The command line, as a shell sees it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments, text=None):
    return subprocess.run(
        [sys.executable, "-m", "graphviz_rnn", *arguments], cwd=ROOT, input=text, capture_output=True, text=True
    )


def test_draw_writes_the_figure_that_the_readme_shows(tmp_path):
    done = run("draw", "elman", "--unfold", "4", "-o", str(tmp_path / "elman.pdf"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "elman.pdf").read_bytes().startswith(b"%PDF")


def test_draw_writes_svg_to_standard_output():
    assert run("draw", "lstm").stdout.startswith("<svg")


def test_list_names_every_definition():
    assert {line.split()[0] for line in run("list").stdout.splitlines()} >= {"elman", "lstm", "dynamical_system"}


def test_check_reads_standard_input():
    done = run("check", "-", text="h[t] = tanh(W @ h[t-1] + U @ x[t])")
    assert "W           parameter  4 x 4" in done.stdout
    assert "stepped through t: h" in done.stdout


def test_latex_is_written():
    assert r"\boldsymbol{h}^{(t)}" in run("latex", "elman").stdout


@pytest.mark.parametrize(
    ("arguments", "text", "error"),
    [
        (["check", "-"], "h[t] = tahn(x)", "<stdin>:1:8: `tahn` is no known function. Did you mean `tanh`?"),
        (["draw", "elmann"], None, "The gallery has no `elmann`. Did you mean `elman`?"),
        (["draw", "elman", "-o", "x.jpg"], None, "The format 'jpg' is unknown"),
        (["draw", "elman", "--unfold", "0"], None, "The length of axis `t` is 0"),
        (["check", "missing.rnn"], None, "No such file"),
    ],
    ids=["fault", "name", "format", "length", "file"],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(arguments, text, error):
    done = run(*arguments, text=text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert error in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
