"""What the repository promises its readers."""

import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES = 250


def tracked(*patterns: str) -> list[Path]:
    done = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in done.stdout.splitlines()]


def test_no_file_has_two_subjects():
    long = {f.name: n for f in tracked("*.py", "*.js") if (n := len(f.read_text("utf-8").splitlines())) > MOST_LINES}
    assert long == {}


@pytest.mark.parametrize(
    "command",
    [
        "pip install -r requirements.txt && streamlit run app.py",
        "pip install -r requirements-dev.txt && python -m pytest",
    ],
)
def test_readme_names_the_command(command):
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_pictures_exist():
    import re

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert pictures
    for one in pictures:
        assert (ROOT / one).is_file(), one


def test_the_server_is_set_up_as_measured():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["runner"] == {"postScriptGC": False, "fastReruns": False}


def test_torch_is_pinned():
    assert "torch==2.13.0" in (ROOT / "requirements.txt").read_text(encoding="utf-8").split()
