"""Check calls: known functions with the right number of arguments, functions that end, known initialisers."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

import networkx as nx

from graphviz_rnn.errors import DefinitionError
from graphviz_rnn.language.definition import Definition
from graphviz_rnn.language.expressions import parts
from graphviz_rnn.language.operations import FUNCTIONS, INITIALISERS, OPERATIONS, SETTING_RANGES, USAGE
from graphviz_rnn.language.records import Call, Declaration, Expression, Function, Initialiser, Reference
from graphviz_rnn.language.spelled import cycle_text, is_axis, reference_text
from graphviz_rnn.language.suggest import nearest


def check_calls(definition: Definition) -> None:
    """Refuse unknown functions, wrong numbers of arguments, functions that call themselves, unknown initialisers."""
    written = [one.expression for one in definition.equations]
    written += [one.expression for one in definition.boundaries] + [one.expression for one in definition.feedbacks]
    for expression in written:
        _check_calls_in(expression, definition)
    for function in definition.functions.values():
        _check_function(function, definition)
    _check_ends(definition.functions)
    for declaration in definition.declarations.values():
        _check_initialiser(declaration)


def _check_function(function: Function, definition: Definition) -> None:
    if function.name in OPERATIONS or function.name == "where":
        raise DefinitionError(*function.place, f"`{function.name}` is a function of the language. Rename yours.")
    if len(set(function.parameters)) < len(function.parameters):
        raise DefinitionError(*function.place, f"`{function.name}` names an argument twice. Rename one.")
    if function.body is None:
        return
    _check_calls_in(function.body, definition)
    for part in parts(function.body):
        if isinstance(part, Reference) and part.index and part.name in function.parameters:
            raise DefinitionError(
                *part.place,
                f"`{reference_text(part)}`: `{part.name}` is an argument of `{function.name}`, a value at one step. "
                f"Write `{part.name}`, and give the index where `{function.name}` is called.",
            )


def _check_ends(functions: Mapping[str, Function]) -> None:
    """Refuse functions that call themselves, directly or through others."""
    calls = nx.DiGraph((one.name, called) for one in functions.values() for called in _called(one, functions))
    if nx.is_directed_acyclic_graph(calls):
        return
    names = [caller for caller, _ in nx.find_cycle(calls)]
    raise DefinitionError(
        *functions[names[0]].place,
        f"`{names[0]}` calls itself ({cycle_text(names)}), so it has no end. Step a variable instead.",
    )


def _called(function: Function, functions: Mapping[str, Function]) -> list[str]:
    inside = parts(function.body) if function.body is not None else ()
    return [one.operation for one in inside if isinstance(one, Call) and one.operation in functions]


def _check_calls_in(expression: Expression, definition: Definition) -> None:
    for part in parts(expression):
        if isinstance(part, Call):
            _check_call(part, definition)


def _check_call(call: Call, definition: Definition) -> None:
    name, count = call.operation, len(call.arguments)
    function = definition.functions.get(name)
    if function is not None:
        least = most = len(function.parameters)
        takes = f"{least} argument{'s' * (least != 1)}. Write `{name}({', '.join(function.parameters)})`"
    elif name in OPERATIONS:
        operation = OPERATIONS[name]
        least, most, takes = operation.least, operation.most, f"{operation.takes()}. {_usage(name)}"
    else:
        raise DefinitionError(*call.place, _unknown_function(call, definition))
    if not least <= count <= most:
        raise DefinitionError(*call.place, f"`{name}` got {count} argument{'s' * (count != 1)}; it takes {takes}.")


def _usage(name: str) -> str:
    """Return how an operation is called, in a sentence."""
    other = {"max": "the larger of two is `maximum(a, b)`", "min": "the smaller of two is `minimum(a, b)`"}.get(name)
    return f"Write `{name}({USAGE.get(name, 'x')})`{f'; {other}' if other else ''}"


def _unknown_function(call: Call, definition: Definition) -> str:
    """Return the sentence for a name that is called but is no function; a variable is indexed or multiplied."""
    name = call.operation
    variable = next((one for one in definition.equations if one.name == name), None)
    if variable is not None or name in definition.declarations:
        index = f"[{','.join(variable.axes)}]" if variable and variable.axes else "[t]"
        return (
            f"`{name}` is no function but a value. An index stands in square brackets, `{name}{index}`; "
            f"a product has its sign, `{name} * (…)`."
        )
    known = (*FUNCTIONS, "where", *definition.functions)
    if len(call.arguments) == 1 and _like_index(call.arguments[0]) and not nearest(name, known):
        return f"`{name}` is no known function. An index stands in square brackets: write `{name}[t]`."
    return (
        f"`{name}` is no known function.{nearest(name, known)} "
        f"Define it with `def {name}(…)`, or use one of {', '.join(FUNCTIONS[:6])}, …."
    )


def _like_index(argument: Expression) -> bool:
    """Say whether an argument looks like an index in round brackets: ``t``, ``t-1``."""
    start = argument.arguments[0] if isinstance(argument, Call) and argument.operation in "+-" else argument
    return isinstance(start, Reference) and not start.index and is_axis(start.name)


def _check_initialiser(declaration: Declaration) -> None:
    start = declaration.initialiser
    if start is None:
        return
    if start.name not in INITIALISERS or (start.name == "constant" and start.settings == ()):
        known = [name for name in INITIALISERS if name != "constant"]
        raise DefinitionError(
            *start.place,
            f"`{start.name}` is no initialiser.{nearest(start.name, known)} Use a number or one of {', '.join(known)}.",
        )
    for setting, value in start.settings:
        fault = _setting_fault(start, setting, value)
        if fault:
            raise DefinitionError(*start.place, fault)


def _setting_fault(start: Initialiser, setting: str, value: float) -> str:
    """Return why an initialiser cannot have a setting, or ""."""
    known = list(INITIALISERS[start.name])
    if setting not in known:
        takes = ", ".join(known) or "no setting"
        return f"`{start.name}` has no setting `{setting}`; it takes {takes}.{nearest(setting, known) or ' Remove it.'}"
    if [name for name, _ in start.settings].count(setting) > 1:
        return f"`{setting}` is given twice; give it once."
    least, most = SETTING_RANGES.get(setting, (-inf, inf))
    if not least <= value <= most:
        return f"`{setting}` is {value:g}; expected a number from {least:g} to {most:g}. Change it."
    return ""
