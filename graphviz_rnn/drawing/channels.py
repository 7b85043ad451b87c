"""The space between rows: how high every row stands, and every horizontal lane between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphviz_rnn.drawing.nets import Key, bus_key, leaves_sideways, nets
from graphviz_rnn.drawing.sections import Section

CHANNEL = 46.0
"""Height of a channel without lanes: room for an arrow with a chip on it."""

BARE_CHANNEL = 30.0
"""The same where no edge of the drawing carries a chip."""

LANE = 12.0
"""Distance between lanes."""

CHIP_STEP = 23.0
"""Distance between chips one above the other, and from a row's lower edge to the first."""

FIRST_LANE = 14.0
"""Distance from a row's upper edge to the lowest lane above it."""

SATELLITE_RISE = 58.0
"""How much higher a target stands beside its loss."""


@dataclass(slots=True)
class Levels:
    """The height of every row (y of its middle), its half height, and every lane's height."""

    rows: list[float]
    halves: list[float]
    lanes: dict[tuple[int, int, Key], float] = field(default_factory=dict)
    buses: dict[Key, float] = field(default_factory=dict)

    def lane(self, section: int, channel: int, key: Key, turn: int = 0) -> float:
        """Return a lane's y; ``turn`` chooses among the lanes of a delay of more than one step."""
        return self.lanes[section, channel, key] - turn * LANE

    def chip(self, row: int, number: int = 0) -> float:
        """Return the y of a chip below a row, the highest being number 0."""
        return self.rows[row] + self.halves[row] + CHIP_STEP * (number + 1)

    def fan(self, row: int) -> float:
        """Return the y at which links begin to fan in to an item of a row."""
        return self.rows[row] + self.halves[row] + 9.0


def levels(made: Sequence[Section]) -> Levels:
    """Return the rows' and lanes' heights."""
    count = max(len(section.rows) for section in made)
    result = Levels([0.0] * count, [_half(made, row) for row in range(count)])
    chips = any(link.via or link.through for section in made for link in section.links)
    plain = CHANNEL if chips else BARE_CHANNEL
    top = 0.0
    for channel in range(-1, count):
        floor = result.rows[channel] - result.halves[channel] if channel >= 0 else 0.0
        lowest = result.rows[channel] - _height(made, result, channel) if channel >= 0 else 0.0
        top = _lanes(made, channel, lowest - FIRST_LANE, result)
        if channel + 1 < count:
            extra = CHIP_STEP * (max(1, _chips(made, channel + 1)) - 1)
            used = floor - FIRST_LANE - top if top < lowest - FIRST_LANE else 0.0
            height = plain + extra + (used + 4.0 if used else 0.0)
            result.rows[channel + 1] = floor - height - result.halves[channel + 1]
    return _lowered(result, result.rows[0])


def _lowered(result: Levels, drop: float) -> Levels:
    rows = [y - drop for y in result.rows]
    lanes = {key: y - drop for key, y in result.lanes.items()}
    return Levels(rows, result.halves, lanes, {key: y - drop for key, y in result.buses.items()})


def _half(made: Sequence[Section], row: int) -> float:
    return max((item.half_height for s in made if len(s.rows) > row for item in s.rows[row]), default=15.0)


def _height(made: Sequence[Section], result: Levels, row: int) -> float:
    """Return how far a row reaches up, with the targets that stand beside its losses."""
    beside = [one for s in made for one in s.items.values() if one.satellite_of and not one.level and one.layer == row]
    return max([result.halves[row], *(SATELLITE_RISE + one.half_height for one in beside)])


def _chips(made: Sequence[Section], row: int) -> int:
    """Return how many chips stand one above the other below a row."""
    return max((item.chips for s in made if len(s.rows) > row for item in s.rows[row]), default=0)


def _lanes(made: Sequence[Section], channel: int, lowest: float, result: Levels) -> float:
    """Set the lanes of a channel, those that go to other sections lowest; return the y above the highest."""
    for key in _buses(made, channel):
        result.buses[key] = lowest
        lowest -= LANE
    top = lowest
    for number, section in enumerate(made):
        lane = lowest
        for net in nets(section, channel):
            result.lanes[number, channel, net.key] = lane
            lane -= LANE * net.lanes
        top = min(top, lane)
    return top


def _buses(made: Sequence[Section], channel: int) -> list[Key]:
    """Return the keys of links that leave for another section through a channel, the lowest first."""
    home = {name: number for number, section in enumerate(made) for name in section.items}
    found = [
        link
        for section in made
        for link in section.crossing()
        if made[home[link.source]].items[link.source].layer == channel
        and not leaves_sideways(made, home[link.source], link)
    ]
    found.sort(key=lambda link: -(link.member or 0))
    return list(dict.fromkeys(bus_key(link) for link in found))
