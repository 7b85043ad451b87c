"""Tasks are as published: every target follows from its inputs, and a blind answer costs what is said."""

import calendar
from math import log

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from models.data import sunspots
from models.errors import ModelError
from models.tasks import (
    Adding,
    AddingWithEnds,
    Copying,
    Parity,
    TemporalOrder,
    Translation,
    Windows,
    dates,
    number_words,
)
from models.tasks.adding import wrong_sums
from models.tasks.copying import BLANK, GO
from models.tasks.drawn import wrong
from models.tasks.temporal_order import CLASSES, SYMBOLS
from models.tasks.translation import END, phrase_by_phrase

ALL = {
    "adding": Adding(30),
    "adding with ends": AddingWithEnds(30),
    "copying": Copying(12),
    "temporal order": TemporalOrder(30),
    "parity": Parity(6),
    "parity at the end": Parity(6, at_end=True),
    "sunspots": Windows(sunspots()[1], 20),
    "dates": Translation([("1月", "Jan"), ("2月", "Feb"), ("12月", "Dec")] * 5, held_out=2),
}


@pytest.mark.parametrize("name", ALL)
def test_the_same_seed_gives_the_same_examples(name: str) -> None:
    one, same, other = (ALL[name].draw(40, seed) for seed in (1, 1, 2))
    assert torch.equal(one.inputs, same.inputs)
    assert torch.equal(one.targets, same.targets)
    assert one.inputs.shape != other.inputs.shape or not torch.equal(one.inputs, other.inputs)


@pytest.mark.parametrize(("task", "constant"), [(Adding(40), 1.0), (AddingWithEnds(40), 0.5)])
def test_a_constant_sum_costs_what_is_said(task: Adding | AddingWithEnds, constant: float) -> None:
    answers = torch.cat([task.draw(2000, seed).targets for seed in range(20)]).double()
    assert float(((answers - constant) ** 2).mean()) == pytest.approx(task.chance, rel=0.03)
    assert float(answers.mean()) == pytest.approx(constant, abs=0.01)


def test_the_published_adding_baseline_is_one_sixth() -> None:
    assert round(Adding().chance, 3) == 0.167


def test_sums_are_of_the_marked_values_one_in_each_half() -> None:
    task = Adding(21).draw(300, seed=0)
    values, marks = task.inputs.unbind(-1)
    assert set(marks.unique().tolist()) == {0.0, 1.0}
    assert torch.equal(marks[:10].sum(0), torch.ones(300))
    assert torch.equal(marks[10:].sum(0), torch.ones(300))
    picked = values.T[marks.T == 1].reshape(300, 2).sum(1)
    torch.testing.assert_close(task.targets[:, 0], picked)


def test_sums_with_ends_follow_the_first_publication() -> None:
    lengths = set()
    for seed in range(30):
        task = AddingWithEnds(100).draw(50, seed)
        lengths.add(len(task.inputs))
        for example, target in zip(task.inputs.unbind(1), task.targets, strict=True):
            marked = (example[:, 1] == 1).nonzero().flatten().tolist()
            assert len(marked) == 2
            assert marked[0] < 10
            assert marked[1] < 49
            assert [example[0, 1], example[-1, 1]] == ([1, -1] if marked[0] == 0 else [-1, -1])
            total = sum(float(example[one, 0]) for one in marked if one)
            assert float(target) == pytest.approx(0.5 + total / 4, abs=1e-6)
    assert (min(lengths), max(lengths)) == (100, 110)


def test_who_forgets_all_pays_ten_logs_of_eight_when_copying() -> None:
    task, drawn = Copying(100), Copying(100).draw(50, seed=0)
    answers = torch.full((120, 50, 10), -1e9)
    answers[:-10, :, BLANK] = 0
    answers[-10:, :, :8] = 0
    cost = cross_entropy(answers.reshape(-1, 10), drawn.targets.flatten())
    assert float(cost) == pytest.approx(task.chance, abs=1e-6)
    assert task.chance == pytest.approx(0.1733, abs=5e-5)  # as published for T = 100


def test_copying_asks_for_the_first_ten_symbols_after_the_sign() -> None:
    task = Copying(7).draw(20, seed=0)
    symbols = task.inputs.argmax(-1)
    assert len(symbols) == 27
    assert torch.equal(symbols[:10], task.targets[-10:])
    assert (task.targets[:-10] == BLANK).all()
    assert (symbols == GO).nonzero()[:, 0].unique().tolist() == [16]
    assert (symbols[10:16] == BLANK).all() and (symbols[17:] == BLANK).all()


def test_temporal_order_has_two_letters_that_count_where_it_says() -> None:
    for seed in range(10):
        task = TemporalOrder(100).draw(60, seed)
        for symbols, target in zip(task.inputs.argmax(-1).T, task.targets, strict=True):
            text = "".join(SYMBOLS[one] for one in symbols)
            places = [place for place, letter in enumerate(text) if letter in "XY"]
            assert 100 <= len(text) <= 110
            assert (text[0], text[-1]) == ("E", "B")
            assert 10 <= places[0] <= 20 and 50 <= places[1] <= 60 and len(places) == 2
            assert CLASSES[int(target)] == text[places[0]] + text[places[1]]
            assert set(text[1:-1]) <= set("abcdXY")


@pytest.mark.parametrize(("task", "classes"), [(TemporalOrder(30), 4), (Parity(8), 2), (Parity(8, at_end=True), 2)])
def test_equal_classes_cost_the_log_of_their_number_and_are_equal(task: Parity, classes: int) -> None:
    targets = torch.cat([task.draw(500, seed).targets.flatten() for seed in range(8)])
    blind = torch.zeros(len(targets), classes)
    assert float(cross_entropy(blind, targets)) == pytest.approx(task.chance, abs=1e-6)
    shares = torch.bincount(targets) / len(targets)
    torch.testing.assert_close(shares, torch.full((classes,), 1 / classes), atol=0.03, rtol=0)
    assert wrong(blind, targets) == pytest.approx(1 - 1 / classes, abs=0.03)


def test_parity_is_the_exclusive_or_of_all_bits_so_far() -> None:
    every, end = Parity(9).draw(30, seed=4), Parity(9, at_end=True).draw(30, seed=4)
    bits = every.inputs.argmax(-1)
    odd = torch.zeros(30, dtype=torch.long)
    for bit, target in zip(bits, every.targets, strict=True):
        odd = odd ^ bit
        assert torch.equal(odd, target)
    assert torch.equal(end.targets, odd)


def test_windows_lie_in_the_series_and_the_mean_costs_its_variance() -> None:
    values = sunspots()[1]
    task = Windows(values, 30)
    drawn = task.draw(400, seed=0)
    scaled = (values - values.mean()) / values.std()
    for column in range(5):
        window = np.append(drawn.inputs[:, column, 0], drawn.targets[-1, column, 0])
        starts = [s for s in range(len(values) - 30) if np.allclose(scaled[s : s + 31], window, atol=1e-5)]
        assert len(starts) == 1
    assert (scaled**2).mean() == pytest.approx(task.chance)
    with pytest.raises(ModelError, match="has 309 values; a window of 309 steps"):
        Windows(values, 309)


def test_translation_keeps_what_is_held_out_apart() -> None:
    few = number_words(500, held_out=100)
    assert len(few.for_testing) == 100
    assert not set(few.for_testing) & set(few.for_training)
    assert set(few.for_testing) | set(few.for_training) == set(few.pairs)
    drawn = {pair for seed in range(20) for pair in _read_back(few, seed)}
    assert drawn <= set(few.for_training)


def _read_back(task: Translation, seed: int) -> list[tuple[str, str]]:
    drawn = task.draw(30, seed)
    sources = ["".join(task.source_symbols[one] for one in row) for row in drawn.inputs.argmax(-1).T.tolist()]
    hot = torch.nn.functional.one_hot(drawn.targets, len(task.target_symbols))
    return list(zip(sources, task.say(hot), strict=True))


def test_dates_are_split_into_known_characters_and_their_chance_is_uniform() -> None:
    task, words = dates(), "".join([*calendar.day_name, *calendar.month_name, "0123456789,"])
    assert len(task.for_testing) == 2000
    assert (len(task.source_symbols), len(task.target_symbols)) == (21, 2 + len(set(words)))
    drawn = task.draw(16, seed=0)
    assert (drawn.targets[-1] == 0).any()
    blind = torch.zeros(drawn.targets.numel(), len(task.target_symbols))
    assert float(cross_entropy(blind, drawn.targets.flatten())) == pytest.approx(task.chance, abs=1e-5)
    assert task.target_symbols[0] == END


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Translation([("a", "b")], held_out=1), "1 pairs, of which 1 are to be held out"),
        (lambda: ALL["dates"].read(["1月", "12月"]), "differ in length"),
        (lambda: ALL["dates"].read(["3月"]), "'3' in '3月' is not among the symbols '12月'"),
    ],
)
def test_sentences_that_cannot_be_used_are_told(call, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        call()


def test_phrases_one_by_one_keep_the_source_order() -> None:
    assert phrase_by_phrase("2016年5月3日星期二") == "2016 May 3 Tuesday"


def test_sums_count_as_right_below_a_twenty_fifth() -> None:
    assert wrong_sums(torch.tensor([0.0, 0.039, 0.041]), torch.zeros(3)) == pytest.approx(1 / 3)
    assert log(2) == Parity().chance
