"""Values as a person writes them."""

import pytest

from models.data.spelled import spelled_values
from models.errors import ModelError


def test_names_and_numbers_are_read_as_they_are_written():
    read = {"x": (2.0,), "w": (0.5, -1.0, 2e-3)}
    assert spelled_values("x = 2; w = 0.5 -1 2e-3") == spelled_values(" x=2\nw = 0.5, −1, 2e-3;") == read
    assert spelled_values("  ") == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("x 2", "`x 2` gives no value; expected a name, =, and numbers"), ("x =", "`x =` has no number after the ="),
     ("x = two", "`two` among the values of `x` is no number"), ("2 = x", "`2 = x` gives no value")],
)  # fmt: skip
def test_what_is_no_value_is_told(text, sentence):
    with pytest.raises(ModelError, match=sentence):
        spelled_values(text)
