"""The data of a choice as a task."""

from __future__ import annotations

from functools import lru_cache

from models.data import sunspots
from models.data.pasted import pasted
from models.tasks import Task, next_character, next_value
from ui.running.choice import Choice


def task_of(choice: Choice) -> Task:
    """Return the data from the chosen start on, as long as it goes; raises ``ModelError`` where there is too little."""
    if choice.data == "text":
        alphabet = "".join(sorted({*choice.typed, *choice.other})) if choice.other else None
        return next_character(choice.typed, alphabet)
    if choice.data == "own":
        own = pasted(choice.series)
        return next_value(own.values, window=len(own.values) - choice.start - 1, start=choice.start, ticks=own.labels)
    return _sunspots(choice.start)


@lru_cache(maxsize=24)
def _sunspots(first: int) -> Task:
    years, values = sunspots()
    ticks = [f"{year} → {year + 1}" for year in years]
    start = first - int(years[0])
    return next_value(values, window=len(values) - start - 1, start=start, ticks=ticks)
