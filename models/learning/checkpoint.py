"""Keep a training and take it up again: weights, the optimiser's memory, and how many updates were made."""

from __future__ import annotations

import json
from dataclasses import asdict

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from models.build import RecurrentModel
from models.errors import ModelError
from models.learning.training import Training

_WEIGHT, _MEMORY = "weight/", "optimiser/"


def checkpoint(training: Training) -> bytes:
    """Return a training as the bytes of a safetensors file; ``restore`` takes them.

    Batches are known by their numbers, so nothing of the data need be kept.
    """
    tensors = {_WEIGHT + name: one.detach().contiguous() for name, one in training.model.weights.items()}
    for name, weight in training.trained.items():
        memory = training.optimiser.state.get(weight, {})
        tensors |= {f"{_MEMORY}{key}/{name}": torch.as_tensor(one) for key, one in memory.items()}
    facts = {"done": training.done, "updates": training.updates, "recipe": asdict(training.recipe)}
    return save(tensors, metadata={"training": json.dumps(facts)})


def restore(training: Training, kept: bytes) -> None:
    """Set a fresh training to where a kept one was: what follows gives the same numbers.

    Raises ``ModelError`` for bytes that are no checkpoint, of another model, or of another recipe.
    """
    tensors, facts = _opened(kept)
    mine = {"updates": training.updates, "recipe": asdict(training.recipe)}
    other = {key: facts.get(key) for key in mine}
    if mine != other:
        raise ModelError(f"The checkpoint is of a training by {other}; this one is by {mine}. Train by the same.")
    load_weights(training.model, tensors)
    for name, weight in training.trained.items():
        memory = {key.split("/")[1]: one for key, one in tensors.items() if _of(key) == name}
        if memory:
            training.optimiser.state[weight] = memory
    training.done = int(str(facts["done"]))


def weights_to_bytes(model: RecurrentModel) -> bytes:
    """Return a model's parameters as the bytes of a safetensors file."""
    return save({_WEIGHT + name: one.detach().contiguous() for name, one in model.weights.items()})


def weights_from_bytes(model: RecurrentModel, kept: bytes) -> None:
    """Set a model's parameters to those of a safetensors file; raises ``ModelError`` where they do not fit."""
    load_weights(model, _opened(kept)[0])


def load_weights(model: RecurrentModel, tensors: dict[str, Tensor]) -> None:
    """Copy the weights among ``tensors`` into a model; raises ``ModelError`` where names or shapes differ."""
    found = {key.removeprefix(_WEIGHT): tuple(one.shape) for key, one in tensors.items() if key.startswith(_WEIGHT)}
    wanted = {name: tuple(one.shape) for name, one in model.weights.items()}
    differing = next((name for name in (*wanted, *found) if found.get(name) != wanted.get(name)), None)
    if differing is not None:
        theirs, mine = (one.get(differing, "not there") for one in (found, wanted))
        raise ModelError(
            f"Parameter `{differing}` is {theirs} in the file and {mine} in the model. Build the model it was made of."
        )
    with torch.no_grad():
        for name, weight in model.weights.items():
            weight.copy_(tensors[_WEIGHT + name])


def _of(key: str) -> str:
    """Return the parameter that an entry of the optimiser's memory belongs to, "" for other entries."""
    return key.split("/", 2)[2] if key.startswith(_MEMORY) else ""


def _opened(kept: bytes) -> tuple[dict[str, Tensor], dict[str, object]]:
    """Return the tensors of a safetensors file and what it says of the training."""
    try:
        tensors = load(kept)
    except SafetensorError as wrong:
        raise ModelError(f"These bytes are no safetensors file ({wrong}). Give what `checkpoint` returned.") from wrong
    header = json.loads(kept[8 : 8 + int.from_bytes(kept[:8], "little")])
    facts: dict[str, object] = json.loads(header.get("__metadata__", {}).get("training", "{}"))
    return tensors, facts
