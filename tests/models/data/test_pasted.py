"""Numbers that are pasted: read as a person means them, or refused with the place of what is wrong."""

import numpy as np
import pytest

from models.data.pasted import CHARACTERS, STEPS, decoded, pasted
from models.errors import ModelError
from models.tasks import next_value

READ = {
    "a line a step": ("1\n2\n3", [[1], [2], [3]]),
    "all on one line": ("1, 2, 3, 4", [[1], [2], [3], [4]]),
    "commas": ("1,2\n3,4\n5,6", [[1, 2], [3, 4], [5, 6]]),
    "semicolons and decimal commas": ("1,5;2\n2,5;-3\n3,5;4e-1", [[1.5, 2], [2.5, -3], [3.5, 0.4]]),
    "tabs": ("1\t2\n3\t4\n5\t6", [[1, 2], [3, 4], [5, 6]]),
    "spaces": ("1   2\n3 4\n 5 6 ", [[1, 2], [3, 4], [5, 6]]),
    "quotes": ('"1","2"\n"3","4"\n"5","6"', [[1, 2], [3, 4], [5, 6]]),
    "a comma at each end": ("1,\n2,\n3,", [[1], [2], [3]]),
    "comments and empty lines": ("# mine\n\n1\n\n2\n3\n", [[1], [2], [3]]),
    "Windows line ends": ("1\r\n2\r\n3\r\n", [[1], [2], [3]]),
    "a byte order mark": ("\ufeff1\n2\n3", [[1], [2], [3]]),
}


@pytest.mark.parametrize(("text", "values"), READ.values(), ids=READ)
def test_numbers_are_read(text, values):
    np.testing.assert_array_equal(pasted(text).values, values)


def test_header_and_labels_are_told_apart_from_numbers():
    found = pasted("date;rain;sun\n2020-01-01;1;9\n2020-01-02;2;8\n2020-01-03;3;7")
    assert found.names == ("rain", "sun")
    assert found.labels == ("2020-01-01", "2020-01-02", "2020-01-03")
    np.testing.assert_array_equal(found.values, [[1, 9], [2, 8], [3, 7]])
    assert found.said == (
        "Read as 2 columns (rain, sun) of 3 steps, separated by semicolons; the first column labels the steps."
    )


def test_column_that_counts_labels_the_steps_but_another_does_not():
    assert pasted("1700,5\n1701,6\n1702,7").labels == ("1700", "1701", "1702")
    assert pasted("1700,5\n1702,6\n1704,7").labels == ()
    assert pasted("1\n2\n3").labels == ()


REFUSED = {
    "empty": ("", "no numbers here"),
    "blank": (" \n\t\n", "no numbers here"),
    "a word": ("1\n\nabc\n3", "Line 3, field 1 is `abc`, which is not a number"),
    "not a number": ("1,2\n3,nan\n5,6", "Line 2, field 2 is `nan`; every step needs a number"),
    "infinity": ("1\n-inf\n3", "Line 2, field 1 is `-inf`; every step needs a number"),
    "a gap": ("1,2\n3,4\n,6", "Line 3, field 1 is empty; every step needs a number"),
    "beyond floats": ("1\n2\n1e999", "Line 3, field 1 is `1e999`; at most 1e+30"),
    "too short": ("1\n2", "There are 2 steps here"),
    "one number": ("7", "There is 1 step here"),
    "too long": ("1\n" * (STEPS + 1), f"There are {STEPS + 1} steps here; at most {STEPS}"),
    "too many letters": ("1" * (CHARACTERS + 1), f"has {CHARACTERS + 1} characters"),
    "ragged": ("1,2\n3,4\n5", "Line 3 has 1 field, but line 1 has 2"),
    "two delimiters": ("1;2\n3,4\n5;6", "Line 2 has 1 field, but line 1 has 2"),
    "too wide": ("\n".join([",".join("1" * 40)] * 3), "There are 40 columns here"),
    "thousands": ("1.234,56\n2\n3", "Line 2 has 1 field"),
    "other digits": ("١\n٢\n٣", "is `١`, which is not a number"),
    "a formula": ("=1+1\n2\n3\n=HYPERLINK(1)", "Line 4, field 1 is `=HYPERLINK(1)`"),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_series_is_refused_with_its_place(text, sentence):
    with pytest.raises(ModelError) as refused:
        pasted(text)
    assert sentence in str(refused.value)


def test_files_are_decoded_or_refused():
    assert decoded("1\n2\n3".encode("utf-16")) == "1\n2\n3"
    assert decoded(b"\xef\xbb\xbf1") == "1"
    with pytest.raises(ModelError, match="no UTF-8 text: byte 3 does not fit"):
        decoded(b"1\n\xff2")
    with pytest.raises(ModelError, match="at most"):
        decoded(b"1" * (4 * CHARACTERS + 1))


def test_columns_are_standardised_each_by_its_own_mean_and_deviation():
    values = np.array([[1.0, 100.0], [2.0, 100.0], [3.0, 100.0], [4.0, 100.0]])
    task = next_value(values, window=3)
    expected = (np.array([1, 2, 3]) - 2.5) / np.sqrt(1.25)
    np.testing.assert_allclose(task.inputs[:, 0, 0], expected, rtol=1e-6)
    assert task.inputs[:, 0, 1].tolist() == [0, 0, 0]
    np.testing.assert_allclose(task.targets[:2], task.inputs[1:])
