"""The command line in a pipe: who reads less than all is no error, and hides none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "-m", "graphviz_rnn"]


def test_reader_that_has_seen_enough_ends_it_quietly():
    command = f"{' '.join(RUN)} draw lstm --unfold 20 | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("<svg xmlns", "", 0)


@pytest.mark.parametrize("names", [("bad",), ("bad", "elman"), ("elman", "bad"), ("elman", "bad", "lstm")])
def test_what_is_wrong_has_exit_code_2_though_nobody_reads_the_rest(names, tmp_path):
    bad = tmp_path / "bad.rnn"
    bad.write_text("h[t] = tanh(W @ h[t-1]")
    read, write = os.pipe()
    os.close(read)
    given = [str(bad) if one == "bad" else one for one in names]
    done = subprocess.run([*RUN, "check", *given], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"{bad}:1:12: This `(` is not closed")
