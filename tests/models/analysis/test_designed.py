"""A matrix made to order has the eigenvalues ordered."""

import numpy as np
import pytest

from models.analysis.designed import matrix_with, spelled_eigenvalues
from models.analysis.spectrum import departure_from_normality
from models.errors import ModelError

GIVEN = (0.98 + 0j, 0.6 + 0.3j, 0.6 - 0.3j, -0.2 + 0j)


@pytest.mark.parametrize("shear", [0.0, 2.5])
@pytest.mark.parametrize("seed", [0, 7])
def test_matrix_has_the_given_eigenvalues(seed, shear):
    found = np.linalg.eigvals(matrix_with(GIVEN, seed=seed, shear=shear))
    assert np.sort_complex(found) == pytest.approx(np.sort_complex(np.array(GIVEN)), abs=1e-12)


def test_matrix_is_normal_only_without_shear():
    assert departure_from_normality(matrix_with(GIVEN, seed=3)) < 1e-14
    assert departure_from_normality(matrix_with(GIVEN, seed=3, shear=1.0)) > 0.1


def test_real_eigenvalues_without_shear_give_a_symmetric_matrix():
    matrix = matrix_with((0.9, 0.5, -0.3), seed=1)
    assert matrix == pytest.approx(matrix.T, abs=1e-15)


def test_conjugates_are_put_in():
    assert spelled_eigenvalues("0.9; 0.5+0.2I  −1") == (0.9, 0.5 + 0.2j, 0.5 - 0.2j, -1)


@pytest.mark.parametrize(
    ("text", "words"),
    [("0.9, x", "`x` is no number"), ("", "0 eigenvalues are given"), ("1 " * 17, "17 eigenvalues"),
     ("99", "out of range"), ("nan", "out of range")],
    ids=["word", "none", "many", "large", "nan"],
)  # fmt: skip
def test_what_is_no_eigenvalue_is_told_in_a_sentence(text, words):
    with pytest.raises(ModelError, match=words):
        spelled_eigenvalues(text)
