"""Pack the numbers of a run for the live graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

import graphviz_rnn as gr
from models import Trace
from ui.live_graph.packing import Numbers, Store, fingerprint, packed


@dataclass(frozen=True)
class Played:
    """What is played: a run (None where a definition can only be drawn), its gradients, and words for its steps.

    ``gradients`` has the derivative of the loss with respect to each variable, with the axes in front and the batch of
    one after them, as the trace has the values; ``parameters`` what is to be shown of parameters, with the derivative
    by each.
    """

    definition: gr.Definition
    lengths: Mapping[str, int]
    trace: Trace | None
    gradients: Mapping[str, torch.Tensor]
    loss: str
    ticks: Sequence[str]
    agreement: str
    parameters: Mapping[str, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)


def pack_values(played: Played, stage: str) -> bytes:
    """Return the numbers half of the live graph named ``stage``."""
    store, trace = Store(), played.trace
    names = trace.names if trace is not None else ()
    variables = {name: _variable(played, name, store) for name in names}
    header: dict[str, Any] = {"stage": stage, "fits": fingerprint(played.definition, played.lengths)}
    header |= {"variables": variables, "boundaries": _boundaries(played, store)}
    header |= {"parameters": {name: _parameter(*both, store) for name, both in played.parameters.items()}}
    header |= {"steps": max(played.lengths.values(), default=1) if trace is not None else 1}
    header |= {"ticks": list(played.ticks), "agreement": played.agreement, "lossName": played.loss}
    header |= {"hasGradient": bool(played.gradients), "gradientRange": _range(played)}
    return packed(header, store.parts)


def first_sequence(values: torch.Tensor, axes: int) -> Numbers:
    """Return the first sequence of a batch, (steps of each axis…, units): what has no units is one unit wide."""
    array = values.detach().double().numpy()
    lead = array.shape[:axes]
    one = array[(slice(None),) * axes + (0,)]
    return np.asarray(one.reshape(*lead, -1), np.float32)


def _variable(played: Played, name: str, store: Store) -> dict[str, Any]:
    assert played.trace is not None
    axes = len(played.definition.axes.get(name, ()))
    tensor, gradient = played.trace[name], played.gradients.get(name)
    values = first_sequence(tensor, axes)
    finite = np.abs(values[np.isfinite(values)])
    return {
        "extents": list(values.shape[:axes]),
        "size": values.shape[-1],
        "shape": str(tuple(tensor.shape[axes + 1 :])).replace(",)", ")"),
        "most": float(finite.max(initial=0.0)),
        "value": store.add(values),
        "gradient": None if gradient is None else store.add(first_sequence(gradient, axes)),
    }


def _parameter(values: torch.Tensor, gradient: torch.Tensor, store: Store) -> dict[str, Any]:
    value, slope = (store.add(one.detach().double().numpy()) for one in (values, gradient))
    return {"extents": [], "size": values.numel(), "value": value, "gradient": slope}


def _boundaries(played: Played, store: Store) -> dict[str, int]:
    """Return where each value stands that was read outside of its axis, such as h(0)."""
    if played.trace is None:
        return {}
    return {
        f"{name}:{','.join(map(str, index))}": store.add(first_sequence(value, 0))
        for (name, index), value in played.trace.boundaries.items()
    }


def _range(played: Played) -> list[float]:
    """Return the least and largest positive gradient norm over all variables and steps."""
    norms = [
        np.linalg.norm(first_sequence(one, len(played.definition.axes.get(name, ()))), axis=-1).ravel()
        for name, one in played.gradients.items()
    ]
    every = np.concatenate(norms) if norms else np.ones(1)
    every = every[np.isfinite(every) & (every > 0)]
    return [float(every.min()), float(every.max())] if every.size else [1.0, 1.0]
