"""What the page on formats says holds: it names every suffix, and its code runs."""

import re
from pathlib import Path

from graphviz_rnn.drawing.theme import THEMES
from graphviz_rnn.formats.picture import FORMATS, Picture

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_page_names_every_suffix_and_theme():
    assert set(re.findall(r"`\.(\w+)`", TEXT)) == set(FORMATS)
    assert set(THEMES) <= set(re.findall(r"`(\w+)`", TEXT))


def test_page_names_what_a_picture_has():
    assert all(hasattr(Picture, name) for name in re.findall(r"`p\.(\w+)", TEXT))


def test_code_on_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(block, names)
    assert (tmp_path / "elman.pdf").read_bytes().startswith(b"%PDF")
    assert '"h_4":[' in names["page"]
