"""Write a trace to files that other programs read: CSV and NPZ."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from itertools import product

import numpy as np
from torch import Tensor

from models.trace import Trace

HEADER = ("variable", "index", "sequence", "unit", "value", "gradient")


def values_csv(trace: Trace, gradients: Mapping[str, Tensor]) -> str:
    """Return a table with a row a number: variable, index ("t=3", or "s=2 t=1"), sequence, unit, value, gradient.

    Sequences and units count from 1; a matrix's unit is "row column". ``gradients`` has derivatives by variable,
    shaped as the trace's values; where there is none the field is empty. Numbers read back exactly.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for name in trace.names:
        writer.writerows(_rows(trace, name, gradients.get(name)))
    return text.getvalue()


def _rows(trace: Trace, name: str, gradient: Tensor | None) -> Iterator[tuple[object, ...]]:
    values = trace[name].detach().numpy()
    slopes = None if gradient is None else gradient.detach().numpy()
    axes = trace.definition.axes.get(name, ())
    for place in product(*map(range, values.shape)):
        index = " ".join(f"{axis}={at + 1}" for axis, at in zip(axes, place, strict=False))
        sequence, *unit = (at + 1 for at in place[len(axes) :])
        slope = "" if slopes is None else repr(float(slopes[place]))
        yield name, index, sequence, " ".join(map(str, unit)), repr(float(values[place])), slope


def values_npz(trace: Trace, gradients: Mapping[str, Tensor]) -> bytes:
    """Return a NumPy archive: variables as ``value:h``, parameters as ``param:W``, gradients as ``grad:h``.

    Arrays are shaped as in the trace: axes in front, then the batch.
    """
    arrays = {f"value:{name}": trace[name] for name in trace.names}
    arrays |= {f"param:{name}": value for name, value in trace.weights.items()}
    arrays |= {f"grad:{name}": value for name, value in gradients.items()}
    content = BytesIO()
    np.savez_compressed(content, **{name: value.detach().numpy() for name, value in arrays.items()})  # type: ignore[arg-type]
    return content.getvalue()
