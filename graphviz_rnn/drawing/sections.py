"""The plan of one column: rows, the places where edges pass them, and the ports where they arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from graphviz_rnn.drawing.columns import Item, Link, assign_layers, place_satellites
from graphviz_rnn.drawing.ordering import uncross
from graphviz_rnn.drawing.packing import GAP, Near, place_rows
from graphviz_rnn.drawing.ports import CENTRE, Port, ports, reach

PIN = "pin:"
"""Starts the name of the place where edges to a later section leave a column through its top."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a link that crosses the channel above row ``channel``, from ``bottom`` to ``top``."""

    channel: int
    bottom: Item
    top: Item


@dataclass(slots=True)
class Section:
    """The plan of one column of an axis (or, without axis, of nodes that stand alone).

    ``links`` are those inside and into the section.
    """

    axis: str | None
    items: dict[str, Item]
    links: list[Link]
    rows: list[list[Item]] = field(default_factory=list)
    segments: dict[Link, list[Segment]] = field(default_factory=dict)
    port: dict[Link, Port] = field(default_factory=dict)

    @property
    def half_left(self) -> float:
        """Distance from the column's middle to its left end."""
        return max((one.room_left - one.x for row in self.rows for one in row), default=0.0)

    @property
    def half_right(self) -> float:
        """Distance from the column's middle to its right end."""
        return max((one.x + one.room_right for row in self.rows for one in row), default=0.0)

    def beside(self, direction: int) -> float:
        """Return how far from the middle the column reaches with what stands beside it."""
        beside = [one for one in self.items.values() if one.satellite_of and not one.level]
        ends = [one.x + direction * one.half_width for one in beside]
        own = self.half_right if direction > 0 else self.half_left
        return max([own, *(direction * end for end in ends)])

    def is_end_of_row(self, name: str, direction: int) -> bool:
        """Say whether nothing stands beside an item on the right (1) or left (-1)."""
        item = self.items[name]
        if item.satellite_of:
            return direction > 0
        others = [other for other in self.rows[item.layer] if other.kind and other is not item]
        return not (direction < 0 and item.side_chips) and all(direction * (one.x - item.x) <= 0 for one in others)

    def straight(self, link: Link) -> bool:
        """Say whether a delayed link runs straight along its row."""
        if link.kind != "delay" or abs(link.delay) != 1 or link.source not in self.items:
            return False
        source, target = self.items[link.source], self.items[link.target]
        if source.satellite_of or target.satellite_of or source.layer != target.layer:
            return False
        alike = [one for one in self.links if (one.source, one.target, one.kind) == (link.source, link.target, "delay")]
        if [one for one in alike if abs(one.delay) == 1].index(link) > 1:
            return False
        return self.is_end_of_row(link.source, link.delay) and self.is_end_of_row(link.target, -link.delay)

    def bent(self) -> list[Link]:
        """Return the links from other columns that do not run along a row."""
        return [one for one in self.links if one.kind == "delay" and not self.straight(one)]

    def crossing(self) -> list[Link]:
        """Return the links from other sections, or from all steps of this one."""
        return [one for one in self.links if one.kind == "cross"]

    def inputs(self, name: str) -> list[Link]:
        """Return the links that enter an item from below, in the order of their ports from the left."""
        entering = [one for one in self.links if one.target == name and not self.straight(one)]
        entering = [one for one in entering if one.kind != "same" or not self.items[one.source].satellite_of]
        return sorted(entering, key=self._port_order)

    def _together(self, entering: list[Link]) -> list[Link]:
        """Return one link for each group."""
        return list({one.group or one: one for one in entering}.values())

    def _port_order(self, link: Link) -> tuple[int, float]:
        if link.kind == "same":
            return 1, self.segments[link][-1].bottom.x if link in self.segments else 0.0
        return (0 if link.delay >= 0 else 2), 0.0

    def plan(self, lowest: int, lettering: float) -> None:
        """Give every item its row and its place in it."""
        solid = {name: one for name, one in self.items.items() if not name.startswith(PIN)}
        assign_layers(solid, self.links, lowest)
        top = max((one.layer for one in solid.values()), default=0)
        for name, item in self.items.items():
            item.layer = top + 1 if name.startswith(PIN) else item.layer
        place_satellites(solid, self.links)
        self._make_rows()
        if any(one.kind == "operation" for one in self.items.values()):
            self._uncross()
        for _ in range(2):
            self._set_ports(lettering)
            self._place_rows()
        for item in self.items.values():
            if item.satellite_of and not item.level:
                item.x = self.items[item.satellite_of].x + 44.0

    def _make_rows(self) -> None:
        standing = [one for one in self.items.values() if one.level or not one.satellite_of]
        count = max((one.layer for one in standing), default=-1) + 1
        self.rows = [[one for one in standing if one.layer == layer] for layer in range(count)]
        stacks = {one.layer for one in standing if one.cell}
        passing: dict[tuple[object, ...], Item] = {}
        for link in self.links:
            if link.kind == "same" and not self.items[link.source].satellite_of:
                self.segments[link] = self._chain(link, passing, stacks)

    def _uncross(self) -> None:
        """Order the many operations of rows so that lines cross less; variables stay in the definition's order."""
        joints: list[list[tuple[Item, Item]]] = [[] for _ in self.rows]
        for chain in self.segments.values():
            for one in chain:
                joints[one.channel].append((one.bottom, one.top))
        uncross(self.rows, joints)

    def _chain(self, link: Link, passing: dict[tuple[object, ...], Item], stacks: set[int]) -> list[Segment]:
        """Return the segments of a link, with a place in every row that it passes; links of one key share it."""
        source, target = self.items[link.source], self.items[link.target]
        key = (link.target,) if link.target.startswith(PIN) else link.key
        inside = self._is_inside(link)
        stops = [source]
        for layer in range(source.layer + 1, target.layer):
            if (key, layer) not in passing:
                rail = key if layer in stacks and not inside else ()
                passing[key, layer] = Item("/".join((*key, str(layer))), "", layer=layer, rail=rail)
                self.rows[layer].append(passing[key, layer])
            stops.append(passing[key, layer])
        return [Segment(low.layer, low, high) for low, high in pairwise([*stops, target])]

    def _place_rows(self) -> None:
        """Place what stands in rows, then the lines that pass a stack of cells, upright at its right."""
        place_rows([[one for one in row if not one.rail and not one.level] for row in self.rows], *self._neighbours())
        for one in self.items.values():
            if one.level:
                reader = self.items[one.satellite_of]
                one.x = reader.x + reader.half_width + GAP + one.half_width
        self._align()
        self._place_rails()

    def _align(self) -> None:
        """Stand what gathers a stack of cells, and all that is not in it, right above the stack."""
        gathered = [self.items[one.target] for one in self.links if one.group and one.kind == "same"]
        mixed = any({bool(one.cell) for one in row if one.kind} == {True, False} for row in self.rows)
        if mixed or not gathered:
            return
        middle, source = gathered[0].x, next(one for one in self.items.values() if one.cell)
        for one in {id(one): one for row in self.rows for one in row if not one.cell and not one.rail}.values():
            one.x += source.x - middle

    def _place_rails(self) -> None:
        """Place the lines that pass a stack of cells, where two have no row in common on the same upright."""
        right = max((one.x + one.room_right for row in self.rows for one in row if one.cell), default=0.0)
        rails: dict[tuple[str, ...], list[Item]] = {}
        for one in (one for row in self.rows for one in row if one.rail):
            rails.setdefault(one.rail, []).append(one)
        taken: list[set[int]] = []
        for items in rails.values():
            layers = {layer for one in items for layer in (one.layer - 1, one.layer, one.layer + 1)}
            slot = next((n for n, used in enumerate(taken) if not used & layers), len(taken))
            taken += [set()] * (slot == len(taken))
            taken[slot] = taken[slot] | layers
            for one in items:
                one.x = right + 16.0 + 14.0 * slot
        self._straighten()

    def _straighten(self) -> None:
        """Stand a pin or boundary that is alone in its row and joined to an upright line right at that line."""
        for chain in self.segments.values():
            ends = [(chain[0].bottom, chain[0].top), (chain[-1].top, chain[-1].bottom)]
            for end, beside in ends:
                if beside.rail and end.kind in ("", "boundary") and len(self.rows[end.layer]) == 1:
                    end.x = beside.x

    def _set_ports(self, lettering: float) -> None:
        for item in self.items.values():
            every = self.inputs(item.name) if item.kind else []
            entering = self._together(every)
            item.reach = reach(entering, lettering) if len(entering) > 1 or any(one.via for one in entering) else 0.0
            item.chips = max((len(one.via) + len(one.through) for one in entering), default=0)
            made = ports(item, entering, lettering)
            groups = {one.group: port for one, port in made.items()}
            self.port |= {one: groups[one.group] if one.group else made[one] for one in every}

    def port_of(self, link: Link) -> Port:
        """Return where a link enters its target; the middle for those that run along a row."""
        return self.port.get(link, CENTRE)

    def _neighbours(self) -> tuple[Near, Near]:
        """Return what stands below and above every item and joins it."""
        below: Near = {}
        above: Near = {}
        for link, chain in self.segments.items():
            if not self._is_inside(link):
                continue
            for one in chain:
                dx = self.port_of(link).dx if one.top.name == link.target else 0.0
                if not one.bottom.rail:
                    below.setdefault(id(one.top), []).append((one.bottom, -dx))
                if not one.top.rail:
                    above.setdefault(id(one.bottom), []).append((one.top, dx))
        return below, above

    def _is_inside(self, link: Link) -> bool:
        """Say whether a link stays in its cell, or in what has none."""
        if link.target not in self.items:
            return not self.items[link.source].cell
        source, target = self.items[link.source], self.items[link.target]
        between = [one for row in self.rows[source.layer : target.layer] for one in row if one.kind]
        return source.cell == target.cell and (not source.cell or all(one.cell == source.cell for one in between))

    def lift(self, rise: int) -> None:
        """Stand everything some rows higher."""
        if rise <= 0:
            return
        for one in {id(one): one for one in (*self.items.values(), *(o for row in self.rows for o in row))}.values():
            one.layer += rise
        self.rows = [[] for _ in range(rise)] + self.rows
        self.segments = {
            link: [Segment(one.channel + rise, one.bottom, one.top) for one in chain]
            for link, chain in self.segments.items()
        }
