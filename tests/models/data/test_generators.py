"""Generated series obey their equations, and parallel sentences are those of other libraries."""

import re
from datetime import date, datetime, timedelta

import cn2an
import num2words
import numpy as np
import pytest
from babel.dates import format_date
from scipy.integrate import solve_ivp

from models.data.dates import FIRST, LAST, chinese_numerals, date_pairs
from models.data.mackey_glass import mackey_glass
from models.data.narma import narma10
from models.data.numerals import chinese, english
from models.errors import ModelError


def flow(y: float, delayed: float) -> float:
    return 0.2 * delayed / (1 + delayed**10) - 0.1 * y


def test_mackey_glass_solves_its_equation_over_the_first_two_delays() -> None:
    past, tau = 0.5, 17.0
    gain = 0.2 * past / (1 + past**10)

    def first(t: float) -> float:  # while the past is constant: y' = gain − y/10, exactly
        return past if t <= 0 else 10 * gain + (past - 10 * gain) * np.exp(-0.1 * t)

    second = solve_ivp(lambda t, y: [flow(y[0], first(t - tau))], (tau, 2 * tau), [first(tau)], rtol=1e-10,
                       dense_output=True)  # fmt: skip
    exact = np.array([first(t) if t <= tau else second.sol(t)[0] for t in range(35)])
    errors = [np.abs(mackey_glass(35, delay=tau, substeps=n, skip=0, start=past) - exact).max() for n in (10, 100)]
    assert errors[1] < 1e-3
    assert errors[0] / errors[1] == pytest.approx(10, rel=0.1)  # Euler's method is of first order


def test_mackey_glass_has_the_known_variance() -> None:
    assert mackey_glass(15000).var() == pytest.approx(0.051, abs=0.002)
    squashed = np.tanh(mackey_glass(15000, delay=30) - 1)  # the form in which Jaeger (2001) gives .067
    assert squashed.var() == pytest.approx(0.067, abs=0.002)


def test_mackey_glass_is_the_same_for_a_seed_and_another_for_another() -> None:
    np.testing.assert_array_equal(mackey_glass(50, start=3), mackey_glass(50, start=3))
    assert np.abs(mackey_glass(50, start=3) - mackey_glass(50, start=4)).max() > 0.05


def test_a_delay_between_two_steps_is_told() -> None:
    with pytest.raises(ModelError, match=r"delay 0\.25: expected .* that 10 divides"):
        mackey_glass(5, delay=0.25)


def test_narma_obeys_its_equation() -> None:
    u, y = narma10(400, seed=2)
    for t in range(10, 400):
        total = sum(y[t - i] for i in range(1, 11))
        expected = 0.3 * y[t - 1] + 0.05 * y[t - 1] * total + 1.5 * u[t - 10] * u[t - 1] + 0.1
        assert y[t] == pytest.approx(expected, abs=1e-14)
    assert 0 <= u.min() <= u.max() < 0.5


def test_dates_are_those_of_babel() -> None:
    for number in range(0, 73049, 397):
        day = FIRST + timedelta(days=number)
        for style in ("full", "long", "short"):
            expected = tuple(format_date(day, style, locale=one) for one in ("zh", "en"))
            assert date_pairs(style)[number] == expected
    assert len(date_pairs("full")) == (LAST - FIRST).days + 1 == 73049


def test_both_sides_of_a_pair_are_the_same_day() -> None:
    for number, (source, target) in enumerate(date_pairs("full")[::97]):
        year, month, day, weekday = re.fullmatch(r"(\d+)年(\d+)月(\d+)日星期(.)", source).groups()
        read = datetime.strptime(target, "%A, %B %d, %Y").date()
        assert read == date(int(year), int(month), int(day)) == FIRST + timedelta(days=97 * number)
        assert "一二三四五六日"[read.weekday()] == weekday


def test_dates_in_numerals_are_read_back_by_another_library() -> None:
    for number in range(0, 73049, 997):
        day = FIRST + timedelta(days=number)
        year, month, rest = re.fullmatch(r"(.{4})年(.+)月(.+)日星期.", chinese_numerals(day)).groups()
        assert "".join(str("〇一二三四五六七八九".index(one)) for one in year) == str(day.year)
        assert (cn2an.cn2an(month), cn2an.cn2an(rest)) == (day.month, day.day)


def test_numerals_and_words_are_those_of_other_libraries() -> None:
    numbers = [*range(130), *range(900, 1130), *range(9980, 10130), *range(99990, 100130), *range(0, 10**6, 1237)]
    for number in numbers:
        assert chinese(number) == cn2an.an2cn(str(number))
        assert english(number) == num2words.num2words(number)


def test_numbers_out_of_range_are_told() -> None:
    with pytest.raises(ModelError, match="1000000 cannot be said here; expected a whole number from 0 to 999999"):
        english(1_000_000)
