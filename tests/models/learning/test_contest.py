"""Networks learn side by side as they do alone, and what a contest says of them is what the theory says."""

from math import log

import numpy as np
import pytest
import torch

from graphviz_rnn.shelf import load
from models import Recipe, build, train
from models.learning.batches import FreshBatches
from models.learning.contest import Contest, Terms
from models.tasks import Around, Change, Parity

NAMES = ("elman", "teacher_forcing")


def ran(terms: Terms, names: tuple[str, ...]) -> Contest:
    contest = Contest(terms, [(name, load(name)) for name in names])
    for _ in contest:
        pass
    return contest


def test_each_learns_as_it_would_alone() -> None:
    contest = ran(Terms(Parity(4), 2, units=3, updates=5, seed=4), NAMES)
    alone = build(load("elman"), {"x": 2, "y": 2, "h": 3}, seed=4)
    seen = train(alone, FreshBatches(alone, Parity(4), 32, 4), updates=5, recipe=Recipe(rate=0.02))
    assert contest.entrants[0].losses == [one.loss / 4 for one in seen]
    assert contest.entrants[0].seconds_per_hundred > 0


def test_left_and_taken_up_again_it_gives_the_same_numbers() -> None:
    terms = Terms(Parity(4), 2, units=3, updates=6)
    broken = Contest(terms, [("a", load("elman"))])
    next(iter(broken))
    for _ in broken:
        pass
    assert broken.entrants[0].losses == ran(terms, ("elman",)).entrants[0].losses


def test_teacher_forcing_learns_parity_at_once_and_then_needs_no_teacher() -> None:
    contest = ran(Terms(Parity(10), 2, updates=120), NAMES)
    hidden, forced = contest.entrants
    assert forced.losses[-1] < 0.02 < 0.3 < hidden.losses[-1]
    assert contest.wrong_answers(forced) == 0


def test_who_remembers_through_answers_alone_can_only_guess_whether_a_bit_changed() -> None:
    contest = ran(Terms(Change(10), 2, updates=200), NAMES)
    hidden, forced = contest.entrants
    assert contest.wrong_answers(hidden) == 0
    # of ten steps only the first is known for sure; of the others a mixture over where in the sequence they stand
    known = (1 + 8 * 0.5) / 9
    floor = 0.9 * -(known * log(known) + (1 - known) * log(1 - known))
    assert np.mean(forced.losses[-20:]) > floor - 0.03
    assert 0.35 < contest.wrong_answers(forced) < 0.5


def test_a_causal_reader_keeps_half_a_bit_of_doubt_and_a_bidirectional_one_none() -> None:
    task = Around(8)
    contest = ran(Terms(task, 4, updates=150), ("elman", "bidirectional"))
    causal, both = contest.entrants
    assert np.mean(causal.losses[-20:]) > task.causal_floor - 0.03
    assert contest.wrong_answers(both) == 0
    assert 0.35 < contest.wrong_answers(causal) < 0.5


@pytest.mark.parametrize("steps", [2, 3, 5])
def test_around_counts_neighbours_and_knows_its_chance(steps: int) -> None:
    task = Around(steps).draw(4000, 1)
    bits = task.inputs.argmax(-1)
    for t in range(steps):
        neighbours = bits[max(t - 1, 0) : t + 2].sum(0)
        torch.testing.assert_close(task.targets[t], neighbours)
    shares = [torch.bincount(task.targets[t], minlength=4).double() / 4000 for t in range(steps)]
    entropy = float(torch.stack([torch.special.entr(one).sum() for one in shares]).mean())
    assert Around(steps).chance == pytest.approx(entropy, abs=0.02)


def test_change_is_undone_by_parity() -> None:
    task = Change(7).draw(50, 3)
    torch.testing.assert_close(task.targets.cumsum(0) % 2, task.inputs.argmax(-1))
