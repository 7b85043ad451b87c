"""What touches what in a drawing, found from its shapes alone."""

from collections.abc import Iterator
from itertools import pairwise
from math import hypot

import networkx as nx

from graphviz_rnn.drawing.geometry import Box, Chip, Point, Route, Scene, Vertex, on_curve


def overlaps(scene: Scene) -> list[tuple[str, str]]:
    """Return the pairs of nodes, chips, squares and texts that share area."""
    found, open_ones = [], []
    for name, box in sorted(scene.boxes(), key=lambda one: one[1].left):
        open_ones = [(other, edge) for other, edge in open_ones if edge.right > box.left]
        found += [(other, name) for other, edge in open_ones if edge.overlaps(box)]
        open_ones.append((name, box))
    return found


def crossed(scene: Scene, graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    """Return (source, target, what) for every line that runs through a node, chip or caption that is not its own."""
    shapes = [one for one in (*scene.vertices, *scene.chips, *scene.texts) if _role(one) != "dots"]
    parts = sorted(((one.box.left, one) for one in shapes), key=lambda one: one[0])
    found = []
    for route in scene.routes:
        points = corners(route)
        right, own = max(point.x for point in points), _parameters(route, graph)
        for left, one in parts:
            if left > right:
                break
            if not _is_own(one, route, points, own) and any(_hits(one, a, b) for a, b in pairwise(points)):
                found.append((route.source, route.target, str(getattr(one, "id", getattr(one, "name", one)))))
    return found


def corners(route: Route) -> list[Point]:
    """Return the points of a line, those of a curve close together."""
    if not route.curve:
        return list(route.points)
    curves = [route.points[at : at + 4] for at in range(0, len(route.points) - 1, 3)]
    return [on_curve(one, part / 24) for one in curves for part in range(25)]


def _role(one) -> str:
    return getattr(one, "role", "")


def _parameters(route: Route, graph: nx.MultiDiGraph) -> set[str]:
    edges = (graph.get_edge_data(route.source, route.target) or {}).values()
    names = {name for data in edges for name in (*data["via"], *data["through"])}
    return names | {route.parameter, *(graph.nodes[one]["name"] for one in (route.source,) if one in graph)}


def _is_own(one, route: Route, points: list[Point], own: set[str]) -> bool:
    if isinstance(one, Vertex):
        return one.part == route.part and one.id in (route.source, route.target)
    if isinstance(one, Chip):
        at = Point(one.x, one.y)
        return one.part != route.part or (one.name in own and _near(at, points) <= one.width / 2)
    return False


def _near(at: Point, points: list[Point]) -> float:
    return min(distance(at, a, b) for a, b in pairwise(points))


def _hits(one, a: Point, b: Point) -> bool:
    if isinstance(one, Vertex) and one.shape == "circle":
        return distance(Point(one.x, one.y), a, b) < one.half_width - 1
    return enters(one.box, a, b)


def distance(at: Point, a: Point, b: Point) -> float:
    """Return how far a point is from the line between two others."""
    length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
    along = ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return hypot(at.x - a.x - along * (b.x - a.x), at.y - a.y - along * (b.y - a.y))


def enters(box: Box, a: Point, b: Point) -> bool:
    """Say whether the line from a to b enters a box by more than a pixel (Liang & Barsky 1984)."""
    first, last = 0.0, 1.0
    for start, way, low, high in (
        (a.x, b.x - a.x, box.left + 1, box.right - 1), (a.y, b.y - a.y, box.top + 1, box.bottom - 1)
    ):  # fmt: skip
        if abs(way) < 1e-9:
            if not low < start < high:
                return False
        else:
            one, other = sorted(((low - start) / way, (high - start) / way))
            first, last = max(first, one), min(last, other)
    return first < last


def bare(graph: nx.MultiDiGraph, scene: Scene) -> Iterator[str]:
    """Yield the edges between drawn nodes that have no line."""
    drawn = {one.id for one in scene.vertices}
    lines = {(one.source, one.target) for one in scene.routes}
    for source, target in graph.edges():
        if source in drawn and target in drawn and (source, target) not in lines:
            yield f"{source} to {target}"
