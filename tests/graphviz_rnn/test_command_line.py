"""The command line, as a shell sees it."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest

import graphviz_rnn as gr
from graphviz_rnn.command_line import main
from graphviz_rnn.command_line import progress as waiting
from graphviz_rnn.formats.picture import FORMATS

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
        (["draw", "elman", "--unfold", "q=3"], None, "A length is given for axis `q`; the definition's axes are t."),
        (["draw", "attention", "--unfold", "t=3"], None, "Give every axis one: --unfold t=3,s=5."),
        (["draw", "elman", "--beside"], None, "Say how many steps: --unfold 4."),
    ],
    ids=["fault", "name", "format", "length", "file", "axis", "missing axis", "beside"],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(arguments, text, error):
    done = run(*arguments, text=text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert error in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def at_a_terminal(*arguments, text=None):
    """Run a command with standard error, and standard output, on a terminal; returns what it showed and the code."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "graphviz_rnn", *arguments]
    done = subprocess.run(command, cwd=ROOT, input=text, stdout=terminal, stderr=terminal, text=True)
    os.close(terminal)
    shown = b""
    while part := _read(controller):
        shown += part
    os.close(controller)
    return shown.decode().replace("\r\n", "\n"), done.returncode


def _read(controller):
    try:
        return os.read(controller, 65_536)
    except OSError:
        return b""


def test_terminal_shows_the_faulty_place_under_its_line():
    shown, code = at_a_terminal("check", "-", text="h[t] = tanh(W @ h[t-1])\no[t] = tahn(h[t])\n")
    assert code == 2
    line, text, caret = shown.rstrip("\n").split("\n")
    assert line.startswith("<stdin>:2:8: `tahn` is no known function.")
    assert text == "o[t] = tahn(h[t])"
    assert caret.index("^") == text.index("tahn")


def test_terminal_is_not_sent_what_it_cannot_show():
    shown, code = at_a_terminal("draw", "elman", "--format", "png")
    assert code == 2
    assert shown == "A PNG is no text for a terminal. Name a file with -o, or pipe it on.\n"


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written_as_the_library_writes_it(format, tmp_path):
    file = tmp_path / f"figure.{format}"
    assert main(["draw", "elman", "--unfold", "2", "-o", str(file)]) == 0
    definition = gr.load("elman")
    written, expected = file.read_bytes(), gr.draw(gr.unfold(definition, {"t": 2})).bytes(format)
    assert written == expected or (format == "pdf" and written[:8] == expected[:8] == b"%PDF-1.7")


def test_binary_goes_to_standard_output_untouched():
    command = [sys.executable, "-m", "graphviz_rnn", "draw", "elman", "--format", "png", "--scale", "0.5", "-o", "-"]
    content = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    assert content == gr.draw(gr.fold(gr.load("elman"))).png(0.5)


def test_options_of_a_figure_reach_the_drawing(capfdbinary):
    definition = gr.load("attention")
    asked = ["--unfold", "t=2,s=3", "--detail", "operations", "--theme", "print", "--beside"]
    assert main(["draw", "attention", *asked]) == 0
    graph = gr.unfold(definition, {"t": 2, "s": 3}, "operations")
    expected = gr.draw(graph, "print", beside=gr.fold(definition, "operations")).svg
    assert capfdbinary.readouterr().out.decode() == expected


def test_free_running_draws_generation_and_fonts_are_embedded(capfdbinary):
    definition = gr.load("encoder_decoder")
    assert main(["draw", "encoder_decoder", "--unfold", "2", "--free-running", "--embed-fonts"]) == 0
    expected = gr.draw(gr.unfold(definition, {"t": 2, "s": 2}, free_running=True)).svg_with_fonts
    assert capfdbinary.readouterr().out.decode() == expected


def test_function_stays_closed_or_is_opened(tmp_path):
    definition = gr.load("dynamical_system_tanh")
    file = tmp_path / "f.json"
    for asked, opened in ([], ()), (["--open", "f"], ("f",)):
        assert main(["draw", "dynamical_system_tanh", "-o", str(file), "--detail", "functions", *asked]) == 0
        assert file.read_text() == gr.draw(gr.fold(definition, "functions", opened=opened)).json


def test_list_can_be_names_alone(capsys):
    assert main(["list", "--names"]) == 0
    assert capsys.readouterr().out.split() == list(gr.gallery())


def test_stats_count_what_networkx_counts(capsys):
    assert main(["stats", "lstm", "--unfold", "7"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    definition = gr.load("lstm")
    seven, eight = (gr.unfold(definition, {"t": steps}) for steps in (7, 8))
    longest = nx.dag_longest_path_length(nx.DiGraph(seven))
    assert f"t = 7: {len(seven)} nodes, {seven.number_of_edges()} edges, longest path {longest};" in lines["unfolded"]
    grown = f"{len(eight) - len(seven)} nodes, {eight.number_of_edges() - seven.number_of_edges()} edges"
    assert grown in lines["per"]
    shapes = definition.shapes()
    sizes = [shapes[name] for name in definition.names("parameter")]
    total = sum(size[0] * (size[1] if len(size) > 1 else 1) for size in sizes)
    assert lines["parameters"].split()[1] == str(total)
    assert "stepped through t: f, g, k, q, s, h" in lines["schedule"]


def test_check_goes_on_after_a_faulty_file(tmp_path, capsys):
    good, faulty = tmp_path / "good.rnn", tmp_path / "faulty.rnn"
    good.write_text("# Good\nh[t] = tanh(W @ h[t-1])\n")
    faulty.write_text("h[t] = \n")
    assert main(["check", str(faulty), str(good)]) == 2
    said = capsys.readouterr()
    assert f"{good}: Good" in said.out
    assert said.err.startswith(f"{faulty}:1:")


def test_text_that_is_no_utf8_is_told_with_its_place(tmp_path, capsys):
    file = tmp_path / "latin.rnn"
    file.write_bytes("# fine\nh[t] = tanh(é)".encode("latin-1"))
    assert main(["check", str(file)]) == 2
    assert capsys.readouterr().err == f"{file}:2:13: The byte 0xe9 is no UTF-8. Save the text as UTF-8.\n"


def test_folder_is_told_to_be_none(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: Is a directory.\n"


@pytest.mark.parametrize(
    ("arguments", "words"), [
        (["draw", "elman", "--unfold", "x"], "'x' is no length; give 4 for every axis, or t=4,s=2."),
        (
            ["draw", "elman", "--theme", "drak"],
            "expected one of light, dark, print, projector. Did you mean `dark`? `p",
        ),
        (["lst"], "`lst` is no COMMAND; expected one of list, check, latex, stats, draw. Did you mean `list`?"),
        ([], "examples:\n  python -m graphviz_rnn list"),
    ],
    ids=["length", "theme", "command", "nothing"],
)  # fmt: skip
def test_wrong_option_is_refused_with_exit_code_2(arguments, words, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "check", "draw", "stats", "latex"])
def test_help_of_every_command_teaches_by_examples(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert command == "list" or f"python -m graphviz_rnn {command} " in said.split("examples:")[1]


class Terminal:
    def __init__(self):
        self.said = ""

    def isatty(self):
        return True

    def write(self, text):
        self.said += text

    def flush(self):
        pass


def test_waiting_is_told_after_a_while_and_wiped_away(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(waiting, "PATIENCE", 0.02)
    with waiting.progress("Drawing lstm"):
        time.sleep(0.2)
    assert terminal.said.startswith("\rDrawing lstm … 0 s")
    assert terminal.said.endswith("\r\x1b[K")
    terminal.said = ""
    monkeypatch.setattr(waiting, "PATIENCE", 5.0)
    with waiting.progress("Drawing elman"):
        pass
    assert terminal.said == ""
