"""Which links share a horizontal lane in the channel above a row, and in which order the lanes lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx

from graphviz_rnn.drawing.columns import Link
from graphviz_rnn.drawing.sections import Section

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Net:
    """Edges that share a lane: its key, where it comes from below and goes up."""

    key: Key
    bottoms: tuple[float, ...]
    tops: tuple[float, ...]
    lanes: int = 1


def rise_key(bottom: str, link: Link) -> Key:
    """Return the key of the lane on which a link moves sideways within its column."""
    return ("rise", bottom, link.colour)


def entry_key(link: Link) -> Key:
    """Return the key of the lane on which a delayed or crossing link arrives."""
    return ("entry", *link.key)


def exit_key(link: Link) -> Key:
    """Return the key of the lane on which a delayed link leaves its column."""
    return ("exit", *link.key)


def bus_key(link: Link) -> Key:
    """Return the key of the lane on which a link leaves for another section."""
    return ("bus", *link.key)


def exit_channel(section: Section, link: Link) -> int | None:
    """Return the channel through which a delayed link leaves upward, or None if it leaves along its row."""
    direction = 1 if link.delay > 0 else -1
    return None if section.is_end_of_row(link.source, direction) else section.items[link.source].layer


def leaves_sideways(made: Sequence[Section], home: int, link: Link) -> bool:
    """Say whether a crossing link leaves its section, ``home``, along its row: its end, and the next section's side."""
    section = made[home]
    beside = home + 1 < len(made) and link.target in made[home + 1].items
    return (
        link.last and beside and section.is_end_of_row(link.source, 1) and not section.items[link.source].satellite_of
    )


def nets(section: Section, channel: int) -> list[Net]:
    """Return the nets that need a lane in a channel, lowest first."""
    found: dict[Key, Net] = {}
    for link in section.links:
        for net in _nets_of(section, channel, link):
            old = found.get(net.key)
            found[net.key] = (
                net if old is None else Net(net.key, old.bottoms + net.bottoms, old.tops + net.tops, net.lanes)
            )
    return _ordered(list(found.values()))


def _nets_of(section: Section, channel: int, link: Link) -> Iterator[Net]:
    if link.kind == "same":
        yield from _rising(section, channel, link)
        return
    if section.straight(link):
        return
    target = section.items[link.target]
    if target.layer - 1 == channel:
        yield Net(entry_key(link), (), (target.x + section.port_of(link).dx,), max(1, abs(link.delay)))
    if link.kind == "delay" and exit_channel(section, link) == channel:
        yield Net(exit_key(link), (section.items[link.source].x,), ())


def _rising(section: Section, channel: int, link: Link) -> Iterator[Net]:
    for one in section.segments.get(link, ()):
        end = one.top.x + (section.port_of(link).dx if one.top.name == link.target else 0.0)
        if one.channel == channel and abs(one.bottom.x - end) > 0.5:
            yield Net(rise_key(one.bottom.name, link), (one.bottom.x,), (end,))


def _ordered(nets: list[Net]) -> list[Net]:
    """Return nets so that no vertical part of one lies on another's; what arrives farther right lies lower."""
    order = nx.DiGraph()
    order.add_nodes_from(range(len(nets)))
    for low, a in enumerate(nets):
        for high, b in enumerate(nets):
            if low != high and any(abs(x - z) < 8 for x in a.bottoms for z in b.tops):
                order.add_edge(low, high)
    rank = {"exit": 0, "rise": 1, "entry": 2}
    keys = [(rank[str(net.key[0])], -max((*net.tops, *net.bottoms)) if net.key[0] == "entry" else 0.0, number)
            for number, net in enumerate(nets)]  # fmt: skip
    if not nx.is_directed_acyclic_graph(order):
        return sorted(nets, key=lambda net: keys[nets.index(net)])
    return [nets[i] for i in nx.lexicographical_topological_sort(order, key=keys.__getitem__)]
