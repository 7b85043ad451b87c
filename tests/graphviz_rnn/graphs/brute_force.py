"""An unfolding made the slow way, index by index from the records, that shares no code with the package's graphs.

A node is (kind, name, index, place); the place tells an equation's operations apart. An edge is (source, target, marks)
"""

import operator
from itertools import product

from graphviz_rnn.language.records import Boundary, Call, Number, Reference, Where

PLAIN = {"+", "-", "neg", "'", "sum", "mean", "concat"}
"""What passes on the parameters that its result is multiplied by."""


class BruteForce:
    """The unfolding of a definition; ``opened`` None is variables detail, else the functions that show operations."""

    def __init__(self, definition, lengths, opened=None):
        self.definition, self.lengths, self.opened = definition, lengths, opened
        self.nodes, self.edges, self.waiting, self.boxes, self.closed = {}, [], [], {}, False
        self.of = {one.name: one for one in definition.equations}
        self.known = {**definition.constants, **{end: lengths[axis] for axis, end in definition.ends.items()}}
        for name in definition.roles:
            for index in self.all_of(definition.axes.get(name, ())):
                self.node(name, index)
        while self.waiting:
            self.compute(*self.waiting.pop())
        self.take_out_hidden()
        ends = {end for edge in self.edges for end in edge[:2]}
        for node in [n for n in self.nodes if n[0] in ("parameter", "target") and n not in ends]:
            del self.nodes[node]

    def all_of(self, axes):
        for values in product(*(range(1, self.lengths[axis] + 1) for axis in axes)):
            yield dict(zip(axes, values, strict=True))

    def node(self, name, index):
        """Return the node of a name at an index, and see to it that it is computed."""
        inside = all(1 <= value <= self.lengths[axis] for axis, value in index.items())
        role = self.definition.roles[name]
        kind = ("variable" if role == "state" else role) if inside else "boundary"
        node = (kind, name, tuple(index.items()), ())
        if node not in self.nodes:
            self.nodes[node] = index
            self.waiting.append((node, name, index))
        return node

    def compute(self, node, name, index):
        if node[0] != "boundary":
            if name in self.of:
                self.walk(self.of[name].expression, node, index, (name,))
            return
        axes = self.definition.axes[name]
        first = next(p for p, axis in enumerate(axes) if not 1 <= index[axis] <= self.lengths[axis])
        side = "before" if index[axes[first]] < 1 else "after"
        for one in self.definition.boundaries:
            if (one.name, one.side) == (name, side) and one.axes[first] is None:
                assert isinstance(one, Boundary)
                self.walk(one.as_written, node, index, (name, side))

    # ---- expressions: what a part reads goes into ``target``; ``given`` has a function's arguments ----

    def walk(self, part, target, env, place, given=(), via=(), through=()):
        if isinstance(part, Reference):
            self.reference(part, target, env, place, given, via, through)
        elif isinstance(part, Where):
            taken = 0 if self.decide(part.condition, env) else 1
            branch = part.otherwise if taken else part.then
            self.walk(branch, target, env, (*place, taken), given, via, through)
        elif isinstance(part, Call):
            self.call(part, target, env, place, given, via, through)
        elif isinstance(part, Number) and self.draws():
            self.operation("constant", f"{part.value:g}", target, env, place)

    def draws(self):
        """Say whether operations are nodes here: not at variables detail, nor inside a closed function."""
        return self.opened is not None and not self.closed

    def reference(self, part, target, env, place, given, via, through):
        passed = dict(given)
        if not part.index and part.name in passed:
            expression, where, outer, closed = passed[part.name]
            self.closed, here = closed, self.closed
            self.walk(expression, target, env, where, outer, via, through)
            self.closed = here
        elif not part.index and part.name in self.definition.constants:
            self.walk(Number(self.definition.constants[part.name], part.place), target, env, place)
        else:
            axes = self.definition.axes.get(part.name, ())
            index = {axis: self.step(one, env) for axis, one in zip(axes, part.index, strict=True)}
            self.edge(self.node(part.name, index), target, via, through)

    def edge(self, source, target, via=(), through=()):
        """Add an edge; into a closed function there is one from each node."""
        if target not in self.boxes or (source, target) not in self.boxes[target]:
            self.edges.append((source, target, (via, through)))
        self.boxes.get(target, set()).add((source, target))

    def step(self, index, env):
        shift = self.definition.constants[index.shift] if isinstance(index.shift, str) else index.shift
        return (0 if index.base is None else {**self.known, **env}[index.base]) + index.sign * shift

    def call(self, part, target, env, place, given, via, through):
        function = self.definition.functions.get(part.operation)
        if function is not None and function.body is not None:
            self.function(function, part, target, env, place, given, via, through)
            return
        drawn = self.draws()
        if drawn:
            target = self.operation("operation", part.operation, target, env, place)
        for inner in self.all_of(part.axes) if target is not None else ():
            for number, argument in enumerate(part.arguments):
                marks = self.marks(part, number, given, via, through) if self.opened is None else ()
                self.walk(argument, target, {**env, **inner}, (*place, number), given, *marks)

    def function(self, function, part, target, env, place, given, via, through):
        passed = [(argument, (*place, n), given, self.closed) for n, argument in enumerate(part.arguments)]
        named, here = tuple(zip(function.parameters, passed, strict=True)), self.closed
        if self.draws() and function.name not in self.opened:
            target = self.operation("operation", function.name, target, env, place)
            self.closed = True
        if target is not None:
            self.boxes |= {target: set()} if self.closed and not here else {}
            self.walk(function.body, target, env, (*place, function.name), named, via, through)
        self.closed = here

    def operation(self, kind, name, target, env, place):
        """Add an edge from an operation, and the operation; return None if it was there."""
        node = (kind, name, tuple(env.items()), place)
        self.edge(node, target)
        if node in self.nodes:
            return None
        self.nodes[node] = env
        return node

    def marks(self, part, number, given, via, through):
        if part.operation in ("@", "*"):
            others = [self.factor(one, given) for n, one in enumerate(part.arguments) if n != number]
            return (*(one for one in others if one), *via), through
        if part.operation in PLAIN or (part.operation, number) == ("/", 0):
            return via, through
        return (), ((*through, part.operation) if part.operation in self.definition.functions else through)

    def factor(self, part, given):
        """Return the parameter that a factor is, transposed or not."""
        if isinstance(part, Call) and part.operation == "'":
            return self.factor(part.arguments[0], given)
        if isinstance(part, Reference) and not part.index and part.name in dict(given):
            passed = dict(given)[part.name]
            return self.factor(passed[0], passed[2]) if isinstance(passed, tuple) else ""
        is_parameter = isinstance(part, Reference) and self.definition.roles.get(part.name) == "parameter"
        return part.name if is_parameter else ""

    def decide(self, condition, env):
        if condition.operation in ("whole", "name"):
            return {**self.known, **env}[condition.value] if condition.operation == "name" else condition.value
        inside = [int(self.decide(one, env)) for one in condition.arguments]
        return RULES[condition.operation, len(inside)](*inside)

    # ---- hidden variables ----

    def take_out_hidden(self):
        """Put what a hidden node reads in its place, wherever it is read."""
        if self.opened is not None:
            return
        self.into = {}
        for source, target, marks in self.edges:
            self.into.setdefault(target, []).append((source, marks))
        kept = [node for node in self.nodes if not self.is_hidden(node)]
        self.seen = {}
        self.edges = [(source, node, marks) for node in kept for source, marks in self.visible(node).items()]
        self.nodes = {node: self.nodes[node] for node in kept}

    def is_hidden(self, node):
        return node[1] in self.definition.hidden

    def visible(self, node):
        """Return what a node reads, past hidden nodes, with the marks of all ways to it joined."""
        if node not in self.seen:
            found = self.seen[node] = {}
            for source, marks in self.into.get(node, ()):
                ways = self.visible(source) if self.is_hidden(source) else {source: ((), ())}
                for start, first in ways.items():
                    way = [a + b for a, b in zip(first, marks, strict=True)]
                    old = found.get(start, ((), ()))
                    found[start] = tuple(tuple(dict.fromkeys(a + b)) for a, b in zip(old, way, strict=True))
        return self.seen[node]


RULES = {
    ("+", 2): operator.add, ("-", 2): operator.sub, ("*", 2): operator.mul, ("%", 2): operator.mod,
    ("neg", 1): operator.neg, ("not", 1): operator.not_, ("==", 2): operator.eq, ("!=", 2): operator.ne,
    ("<", 2): operator.lt, ("<=", 2): operator.le, (">", 2): operator.gt, (">=", 2): operator.ge,
    ("and", 2): lambda a, b: a and b, ("or", 2): lambda a, b: a or b,
}  # fmt: skip
