"""Rows are ordered so that lines cross less, held against trying every order of the upper one."""

from itertools import combinations, permutations
from random import Random

from graphviz_rnn.drawing.columns import Item
from graphviz_rnn.drawing.ordering import crossings, uncross


def naive(low, high, joints):
    """Count crossings by drawing: lines from (place, 0) to (place, 1) cross if their ends change sides."""
    lines = [(low.index(a), high.index(b)) for a, b in joints]
    return sum((a < c and b > d) or (a > c and b < d) for (a, b), (c, d) in combinations(lines, 2))


def random_rows(seed):
    random = Random(seed)
    rows = [[Item(f"{layer}{place}", "operation") for place in range(4)] for layer in range(2)]
    joints = [(a, b) for a in rows[0] for b in rows[1] if random.random() < 0.4]
    return rows, joints


def test_exchanging_neighbours_never_adds_crossings_and_comes_near_the_fewest():
    found, least = 0, 0
    for seed in range(40):
        rows, joints = random_rows(seed)
        before, orders = naive(*rows, joints), [list(order) for order in permutations(rows[1])]
        least += min(naive(rows[0], order, joints) for order in orders)
        uncross(rows, [joints, []])
        after = naive(*rows, joints)
        assert after == crossings(*rows, joints)
        assert after <= before
        found += after
    assert found <= 1.2 * least


def test_two_crossed_lines_are_uncrossed():
    a, b, c, d = (Item(name, "operation") for name in "abcd")
    rows = [[a, b], [c, d]]
    uncross(rows, [[(a, d), (b, c)], []])
    assert [[one.name for one in row] for row in rows] in ([["a", "b"], ["d", "c"]], [["b", "a"], ["c", "d"]])
