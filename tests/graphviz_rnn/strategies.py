"""Random definitions that are right by construction, for laws that hold of every definition.

``definition_texts()`` draws texts with up to two axes, delays both ways, reductions, ``where``, boundaries,
functions, constants, hidden names and losses. Each is typed and ordered while it is made, so it always parses.
"""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

SIZES = (2, 3)
NAMES = ["h", "g", "e", "k", "C", "o", "a_1", "mu", "ŷ", "q2", "v_x", "Σ_h"]


@dataclass(frozen=True)
class Variable:
    """A name with its axes and size (0 for a scalar), and the group of variables it may form a cycle with."""

    name: str
    axes: tuple[str, ...]
    size: int
    group: int


@dataclass(frozen=True)
class Group:
    """How cycles among a group's variables go: strictly along ``order[0]``, else along ``order[1]`` if ``nested``."""

    order: tuple[str, ...]
    direction: dict[str, int]
    nested: bool


@dataclass(frozen=True)
class Here:
    """Where an expression stands: what it defines, the axes that have a value, those that a reduction bound."""

    target: Variable
    axes: tuple[str, ...]
    bound: tuple[str, ...] = ()
    free_of_group: bool = False


@dataclass
class Maker:
    """Draws one definition."""

    draw: object
    axes: tuple[str, ...]
    lengths: dict[str, str]
    known: list[Variable] = field(default_factory=list)
    groups: dict[int, Group] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)

    def one_of(self, *values):
        return self.draw(st.sampled_from(values))

    def chance(self, odds):
        return self.draw(st.integers(1, odds)) == 1

    def parameter(self, letter, size):
        """Return a parameter of a size, an old one or a new one."""
        same = [name for name, own in self.parameters.items() if own == size and name.startswith(letter)]
        if same and self.chance(2):
            return self.one_of(*same)
        name = f"{letter}_{len(self.parameters) + 1}"
        self.parameters[name] = size
        return name

    # ---- expressions ----

    def value(self, here, size, depth):
        """Return an expression of a size."""
        if depth <= 0:
            return self.leaf(here, size)
        make = self.one_of(*(self.OF_A_VECTOR if size else self.OF_A_SCALAR))
        return make(self, here, size, depth - 1)

    def leaf(self, here, size, depth=0):
        sources = [one for one in self.known if one.size == size]
        read = self.read(here, self.one_of(*sources)) if sources else ""
        own = self.parameter("b", str(size)) if size else self.one_of("1", "0.5", "2e-1", self.parameter("p", "scalar"))
        return self.one_of(own, read, read) if read else own

    def elementwise(self, here, size, depth):
        return f"{self.one_of('tanh', 'sigmoid', 'σ', 'sin', 'softplus')}({self.value(here, size, depth)})"

    def sum_of_two(self, here, size, depth):
        sign = self.one_of("+", "-", "*", "⊙")
        return f"({self.value(here, size, depth)} {sign} {self.value(here, size, depth)})"

    def scaled(self, here, size, depth):
        return f"({self.value(here, 0, 0)} * {self.value(here, size, 0)})"

    def product(self, here, size, depth):
        inner = self.one_of(*SIZES)
        weight = self.parameter("W", f"{size} x {inner}")
        turned = self.parameter("V", f"{inner} x {size}") + "'"
        return f"({self.one_of(weight, turned)} @ {self.value(here, inner, min(depth, 1))})"

    def squashed(self, here, size, depth):
        return f"{self.one_of('softmax', 'one_hot', 'layer_norm')}({self.value(here, size, depth)})"

    def summary(self, here, size, depth):
        return f"{self.one_of('sum', 'mean', 'max', 'norm')}({self.value(here, self.one_of(*SIZES), depth)})"

    def inner(self, here, size, depth):
        size = self.one_of(*SIZES)
        return f"(({self.value(here, size, depth)})' @ {self.value(here, size, depth)})"

    def choice(self, here, size, depth):
        first, second = self.value(here, size, depth), self.value(here, size, depth)
        return f"where({self.condition(here)}, {first}, {second})"

    def reduction(self, here, size, depth):
        if not self.axes:
            return self.leaf(here, size)
        axis = self.one_of(*self.axes)
        inside = replace(here, axes=tuple(dict.fromkeys((*here.axes, axis))), bound=(*here.bound, axis))
        functions = ("sum", "mean", "max", "softmax") if axis in here.axes else ("sum", "mean", "max")
        return f"{self.one_of(*functions)}[{axis}]({self.value(inside, size, depth)})"

    def called(self, here, size, depth):
        return f"squash({self.value(here, size, depth)}, {self.value(here, 0, 0)})"

    OF_ANYTHING = (elementwise, sum_of_two, choice, reduction, called, leaf)
    OF_A_VECTOR = (product, product, scaled, squashed, *OF_ANYTHING)
    OF_A_SCALAR = (summary, inner, *OF_ANYTHING)

    def condition(self, here):
        counts = [*here.axes, *self.lengths.values(), "d", "2"]
        left, right = self.one_of(*counts), self.one_of(*counts, f"{self.one_of(*counts)} - 1", "-1")
        one = f"{left}{self.one_of('', ' % 2', ' % d', ' * 2')} {self.one_of('==', '!=', '<', '<=', '>', '>=')} {right}"
        return self.one_of(one, one, one, f"not {one}", f"{one} and ({one} or d > 1)", f"{one} or not {left} < 3")

    # ---- readings ----

    def read(self, here, source):
        """Return a reading of a variable that the order of computing allows, or "" if there is none."""
        if source.group == here.target.group:
            return "" if here.free_of_group else self.read_in_group(here, source)
        return self.indexed(source.name, [self.anywhere(here, axis) for axis in source.axes])

    def read_in_group(self, here, source):
        group = self.groups[source.group]
        shared = [a for a in group.order if a in source.axes and a in here.target.axes and a not in here.bound]
        first = next(iter(group.order), None)
        if first not in shared:
            return ""
        earlier = self.known.index(source) < self.known.index(here.target)
        second = group.order[1] if group.nested and len(group.order) > 1 and group.order[1] in shared else None
        how = self.one_of("first", *(["second"] if second else []), *(["now"] if earlier else []))
        if how == "first":
            index = {first: self.delayed(first, group)}
        elif how == "second":
            index = {first: first, second: self.delayed(second, group)}
        elif group.nested and not set(source.axes) <= set(shared):
            return ""
        else:
            index = {axis: axis for axis in (source.axes if group.nested else [first])}
        return self.indexed(source.name, [index.get(axis) or self.anywhere(here, axis) for axis in source.axes])

    def delayed(self, axis, group):
        return f"{axis}{'-' if group.direction[axis] > 0 else '+'}{self.one_of('1', '1', '2', 'd')}"

    def anywhere(self, here, axis):
        end = self.lengths[axis]
        fixed = ("1", "2", end, f"{end}-1", f"{end} - d")
        moving = (axis, axis, axis, f"{axis}-1", f"{axis} + 1", f"{axis}-d") if axis in here.axes else ()
        return self.one_of(*(moving or fixed), *(fixed if self.chance(6) else ()))

    @staticmethod
    def indexed(name, index):
        return f"{name}[{', '.join(index)}]" if index else name

    # ---- statements ----

    def equation(self, target):
        """Write a variable's equation; what anchors its size stands outermost."""
        here = Here(target, target.axes)
        body = self.value(here, target.size or self.one_of(*SIZES), 3)
        whole = f"{self.parameter('b', str(target.size))} + {body}" if target.size else f"norm({body})"
        self.lines.append(f"{self.indexed(target.name, target.axes)} = {whole}")
        for position, axis in enumerate(target.axes):
            for edge in ("0", f"{self.lengths[axis]}+1"):
                if self.chance(4):
                    self.boundary(target, position, edge)

    def boundary(self, target, position, edge):
        free = [axis for p, axis in enumerate(target.axes) if p != position]
        here = Here(target, tuple(free), free_of_group=True)
        index = [*target.axes[:position], edge, *target.axes[position + 1 :]]
        self.lines.append(f"{self.indexed(target.name, index)} = {self.value(here, target.size, 1)}")

    def group(self, number, names):
        order = tuple(self.draw(st.permutations(self.axes)))
        direction = {axis: self.one_of(1, 1, -1) for axis in order}
        self.groups[number] = Group(order, direction, self.chance(2))
        made = []
        for name in names if order else names[:1]:
            axes = tuple(axis for axis in self.axes if axis in order[:1] or self.chance(2))
            made.append(Variable(name, axes, self.one_of(0, *SIZES, *SIZES), number))
        self.known += made
        for one in made:
            self.equation(one)

    def losses(self):
        """Compare a variable with a target, and sum it up."""
        made = [one for one in self.known if one.size and one.group > 0]
        if not made or self.chance(3):
            return
        one = self.one_of(*made)
        at = self.indexed("", one.axes)
        self.lines.append(f"L{at} = {self.one_of('mse', 'cross_entropy')}({one.name}{at}, y{at})")
        if one.axes:
            self.lines.append(f"loss = {self.indexed('sum', one.axes)}(L{at})")
            if self.chance(2):
                self.lines.append(f"feedback y{at} = {self.one_of('', 'one_hot')}({one.name}{at})")


@st.composite
def definition_texts(draw, *, most_axes=2, most_groups=3):
    """Draw the text of a definition that parses; its axes are among t, s and τ."""
    letters = draw(st.permutations(["t", "s", "τ"]))[: draw(st.integers(0, most_axes))]
    renamed = {axis: draw(st.sampled_from([axis.upper(), axis.upper(), f"N_{axis}"])) for axis in letters}
    made = Maker(draw, tuple(letters), renamed)
    made.lines += ["const d = " + draw(st.sampled_from(["1", "2", "3"])), "def squash(h, p) = tanh(p * h + gain)"]
    names = draw(st.permutations(NAMES))
    for name in ("x", "u")[: draw(st.integers(0, 2))]:
        axes = tuple(axis for axis in letters if made.chance(2)) or tuple(letters[:1])
        made.known.append(Variable(name, axes, draw(st.sampled_from(SIZES)), 0))
        made.lines.append(f"input {made.indexed(name, axes)} : {made.known[-1].size}")
    for number in range(1, draw(st.integers(1, most_groups)) + 1):
        count = draw(st.integers(1, 3))
        made.group(number, names[3 * number : 3 * number + count])
    made.losses()
    used = {axis for one in made.known for axis in one.axes}
    spoken = [axis for axis in letters if axis not in used or renamed[axis] != axis.upper() or made.chance(4)]
    made.lines += [f"axis {axis} = 1..{renamed[axis]}" for axis in spoken]
    own = [one.name for one in made.known if one.group > 0]
    hidden = [name for name in own if made.chance(6)]
    made.lines += [f"hide {', '.join(hidden)}"] if hidden else []
    declared = [f"param {name} : {size}" for name, size in made.parameters.items()]
    return "\n".join(["param gain : scalar", *declared, *draw(st.permutations(made.lines))])
