"""The space between rows: which horizontal lanes run there, and so how high every row stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import networkx as nx

from graphviz_rnn.drawing.columns import Item, Link
from graphviz_rnn.drawing.sections import Section

CHANNEL = 46.0
"""Height of a channel without lanes: room for an arrow with a chip on it."""

BARE_CHANNEL = 30.0
"""The same where no edge of the drawing carries a chip."""

LANE = 12.0
"""Distance between lanes."""

STAGGER = 22.0
"""How much lower every second chip stands where many edges enter one node."""


@dataclass(frozen=True, slots=True)
class Net:
    """Edges from one source that share a lane: its key, where it comes from below and goes up."""

    key: tuple[str, ...]
    bottoms: tuple[float, ...]
    tops: tuple[float, ...]
    lanes: int = 1


@dataclass(slots=True)
class Levels:
    """The height of every row (y of its middle) and of every lane, for all sections together."""

    rows: list[float]
    lanes: dict[tuple[int, int, tuple[str, ...]], float] = field(default_factory=dict)

    def lane(self, section: int, channel: int, key: tuple[str, ...], turn: int = 0) -> float:
        """Return a lane's y; ``turn`` chooses among the lanes of a delay of more than one step."""
        return self.lanes[section, channel, key] - turn * LANE


def port(section: Section, item: Item, link: Link) -> float:
    """Return how far from an item's middle a link enters it."""
    entering = section.inputs(item.name)
    if link not in entering or len(entering) < 2:
        return 0.0
    chips = any(one.via or one.through for one in entering)
    widest = 2 * item.half_width - 6 if item.half_width != item.half_height else 1.75 * item.half_width
    step = min(26.0 if chips else 16.0, widest / (len(entering) - 1))
    return (entering.index(link) - (len(entering) - 1) / 2) * step


def chip_drop(section: Section, item: Item, link: Link) -> float:
    """Return how much lower a link's chip stands, so that neighbours' chips do not touch."""
    entering = [one for one in section.inputs(item.name) if one.via or one.through]
    step = abs(port(section, item, entering[0]) - port(section, item, entering[1])) if len(entering) > 1 else 99.0
    wide = max((len(one.via) for one in entering), default=1)
    return STAGGER * (entering.index(link) % 2) if link in entering and step < 23.0 * wide else 0.0


def exit_channel(section: Section, link: Link) -> int | None:
    """Return the channel through which a delayed link leaves upward, or None if it leaves along its row."""
    direction = 1 if link.delay > 0 else -1
    item = section.items[link.source]
    return None if section.is_end_of_row(link.source, direction) else item.layer


def levels(made: Sequence[Section], crossings: Sequence[tuple[int, Link]]) -> Levels:
    """Return the rows' and lanes' heights; ``crossings`` are links into a section (by number) from another."""
    count = max(len(section.rows) for section in made)
    nets = [
        [_nets(section, channel, [c for s, c in crossings if s == number]) for number, section in enumerate(made)]
        for channel in range(-1, count)
    ]
    halves = [
        max((item.half_height for s in made if len(s.rows) > row for item in s.rows[row]), default=15.0)
        for row in range(count)
    ]
    chips = any(link.via or link.through for section in made for link in section.links)
    result = Levels([0.0] * count)
    y = 0.0
    for channel in range(-1, count):
        floor = y - (halves[channel] if channel >= 0 else 0.0)
        top = floor - 14.0
        for number, per_section in enumerate(nets[channel + 1]):
            lane = floor - 14.0
            for net in per_section:
                result.lanes[number, channel, net.key] = lane
                lane -= LANE * net.lanes
            top = min(top, lane)
        used = floor - 14.0 - top
        if channel + 1 < count:
            extra = _extra(made, channel + 1)
            height = (CHANNEL if chips else BARE_CHANNEL) + extra + (used + 4.0 if used else 0.0)
            y = floor - height - halves[channel + 1] if channel >= 0 else (-(used + 22.0 + extra) if used else 0.0)
            result.rows[channel + 1] = y
    return result


def _extra(made: Sequence[Section], row: int) -> float:
    """Return the room that staggered chips need below a row."""
    drops = [
        chip_drop(s, item, link)
        for s in made
        if len(s.rows) > row
        for item in s.rows[row]
        if item.kind
        for link in s.inputs(item.name)
    ]
    return max(drops, default=0.0)


def _nets(section: Section, channel: int, crossings: Sequence[Link]) -> list[Net]:
    """Return the nets that need a lane in a channel, lowest first."""
    found: dict[tuple[str, ...], Net] = {}
    for link in (*section.links, *crossings):
        for net in _nets_of(section, channel, link):
            old = found.get(net.key)
            merged = net if old is None else Net(net.key, old.bottoms, old.tops + net.tops, net.lanes)
            found[net.key] = merged
    return _ordered(list(found.values()))


def _nets_of(section: Section, channel: int, link: Link) -> list[Net]:
    if link.kind == "same":
        for one in section.segments.get(link, ()):
            end = one.top.x + (port(section, one.top, link) if one.top.name == link.target else 0.0)
            if one.channel == channel and abs(one.bottom.x - end) > 0.5:
                return [Net(("same", one.bottom.name), (one.bottom.x,), (end,))]
        return []
    nets: list[Net] = []
    if link.kind == "delay" and section.straight(link):
        return nets
    target = section.items.get(link.target)
    if target is not None and target.layer - 1 == channel:
        end = target.x + port(section, target, link)
        nets.append(Net(entry_key(link), (), (end,), max(1, abs(link.delay))))
    if link.kind == "delay" and exit_channel(section, link) == channel:
        nets.append(Net(("exit", link.source, str(link.delay)), (section.items[link.source].x,), ()))
    return nets


def entry_key(link: Link) -> tuple[str, ...]:
    """Return the key of the lane on which a delayed or crossing link arrives."""
    return ("entry", link.source, str(link.delay))


def _ordered(nets: list[Net]) -> list[Net]:
    """Return nets so that no vertical part of one lies on another's."""
    order = nx.DiGraph()
    order.add_nodes_from(range(len(nets)))
    for low, a in enumerate(nets):
        for high, b in enumerate(nets):
            if low != high and any(abs(x - z) < 8 for x in a.bottoms for z in b.tops):
                order.add_edge(low, high)
    rank = {"exit": 0, "same": 1, "entry": 2}
    if not nx.is_directed_acyclic_graph(order):
        return sorted(nets, key=lambda net: rank[net.key[0]])
    return [nets[i] for i in nx.lexicographical_topological_sort(order, key=lambda i: (rank[nets[i].key[0]], i))]
