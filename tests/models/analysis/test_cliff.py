"""The cliff of one unit, against a plain loop, finite differences and the rule of clipping."""

import math

import numpy as np
import pytest

from models.analysis.cliff import STEPS, Descent, losses, walk


def sigmoid(value):
    return 1 / (1 + math.exp(-value))


def loss(w, b):
    h = 0.5
    for _ in range(STEPS):
        h = w * sigmoid(h) + b
    return (sigmoid(h) - 0.7) ** 2


def test_the_landscape_is_that_of_a_plain_loop():
    w, b = np.array([3.5, 4.6, 6.0]), np.array([-3.0, -1.9])
    assert losses(w, b) == pytest.approx(np.array([[loss(one, other) for one in w] for other in b]), abs=1e-12)


def test_a_descent_follows_the_gradient_by_central_differences():
    one = walk(Descent((4.6, -1.9), 0.5, math.inf, 1))
    (w, b), step = one.places[0], 1e-6
    slope = np.array([loss(w + step, b) - loss(w - step, b), loss(w, b + step) - loss(w, b - step)]) / (2 * step)
    assert one.places[1] == pytest.approx(one.places[0] - 0.5 * slope, abs=1e-8)
    assert one.norms[0] == pytest.approx(np.linalg.norm(slope), abs=1e-8)


def test_clipping_keeps_the_direction_and_bounds_every_step():
    free, clipped = (walk(Descent((4.6, -1.9), 1.0, most, 30)) for most in (math.inf, 0.3))
    moves = np.linalg.norm(np.diff(clipped.places, axis=0), axis=1)
    assert moves == pytest.approx(np.minimum(clipped.norms, 0.3), abs=1e-12)
    fall = int(np.argmax(free.norms))
    assert free.norms[fall] > 5
    assert free.places[: fall + 1] == pytest.approx(clipped.places[: fall + 1], abs=1e-12)
    along, shortened = free.places[fall + 1] - free.places[fall], clipped.places[fall + 1] - clipped.places[fall]
    assert shortened == pytest.approx(along * 0.3 / np.linalg.norm(along), abs=1e-12)


def test_what_is_not_clipped_is_thrown_onto_the_plain_and_what_is_stays_in_the_valley():
    free, clipped = (walk(Descent((4.6, -1.9), 1.0, most, 30)).places[-1] for most in (math.inf, 0.3))
    assert loss(*free) > 3 * loss(*clipped)
