"""Imports point down the table of rooms only."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "app.py": {"app_pages", "ui"},
    "app_pages": {"ui", "figures", "models", "graphviz_rnn"},
    "ui": {"figures", "models", "graphviz_rnn"},
    "figures": {"models", "graphviz_rnn"},
    "models": {"graphviz_rnn"},
    "graphviz_rnn": set(),
}
FOREIGN_BAN = {
    "graphviz_rnn": {"torch", "streamlit", "plotly"},
    "models": {"streamlit", "plotly"},
    "figures": {"streamlit"},
}


def imported(file: Path) -> set[str]:
    tops = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            tops.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            tops.add("<relative>")
    return tops


def files(room: str) -> list[Path]:
    return [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_room_imports_only_rooms_below_it(room):
    rooms = {one.removesuffix(".py") for one in MAY_IMPORT} | {"tests", "benchmarks", "<relative>"}
    own = room.removesuffix(".py")
    assert files(room)
    for file in files(room):
        upward = (imported(file) & rooms) - MAY_IMPORT[room] - {own}
        assert not upward, f"{file.relative_to(ROOT)} imports {upward}"


@pytest.mark.parametrize("room", FOREIGN_BAN)
def test_room_stays_clear_of_libraries_above_it(room):
    for file in files(room):
        assert not imported(file) & FOREIGN_BAN[room], file


def test_importing_the_package_loads_neither_torch_nor_streamlit():
    code = "import sys, graphviz_rnn; print([m for m in ('torch', 'streamlit', 'vl_convert') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
