"""Whole numbers in Chinese numerals and in English words."""

from __future__ import annotations

from models.errors import ModelError

DIGITS = "零一二三四五六七八九"
MOST = 999_999

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_UNITS = _SMALL.split(" ")
_TY = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TY.split(" ")


def chinese(number: int) -> str:
    """Return a number from 0 to 999 999 in Chinese numerals; raises ``ModelError`` for others.

    >>> chinese(123456), chinese(100010), chinese(12)
    ('十二万三千四百五十六', '十万零一十', '十二')
    """
    _check(number)
    if number == 0:
        return DIGITS[0]
    high, low = divmod(number, 10_000)
    text = _four(high) + "万" if high else ""
    gap = DIGITS[0] if high and 0 < low < 1000 else ""
    text += gap + (_four(low) if low else "")
    return text.removeprefix("一") if text.startswith("一十") else text


def _four(number: int) -> str:
    """Return a number from 1 to 9999; a run of zeros inside is said once."""
    text, pending = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += (DIGITS[0] if pending else "") + DIGITS[digit] + word
            pending = False
        else:
            pending = bool(text)
    return text


def english(number: int) -> str:
    """Return a number from 0 to 999 999 in English words; raises ``ModelError`` for others.

    >>> english(123456)
    'one hundred and twenty-three thousand, four hundred and fifty-six'
    """
    _check(number)
    high, low = divmod(number, 1000)
    if not high:
        return _hundreds(low)
    joint = "" if not low else " and " if low < 100 else ", "
    return f"{_hundreds(high)} thousand{joint}{_hundreds(low) if low else ''}"


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_UNITS[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        tens, unit = divmod(rest, 10)
        words.append(_UNITS[rest] if rest < 20 else _TENS[tens] + (f"-{_UNITS[unit]}" if unit else ""))
    return " and ".join(words)


def _check(number: int) -> None:
    if not 0 <= number <= MOST:
        raise ModelError(f"{number} cannot be said here; expected a whole number from 0 to {MOST}.")
