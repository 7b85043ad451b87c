"""Definitions and small helpers that several tests of models read."""

import torch
from torch import Tensor

from graphviz_rnn.language.parse import parse
from graphviz_rnn.shelf import gallery_text
from models import RecurrentModel, build

ENCODER_DECODER = gallery_text("encoder_decoder")
BIDIRECTIONAL = gallery_text("bidirectional")


def model_of(text: str, seed: int = 0, **sizes: int) -> RecurrentModel:
    """Return the model of a text in double precision."""
    return build(parse(text), sizes=sizes, seed=seed).double()


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def classes(*shape: int, count: int, seed: int = 2) -> Tensor:
    return torch.randint(count, shape, generator=torch.Generator().manual_seed(seed))


def difference(one: Tensor, other: Tensor) -> float:
    """Return the greatest difference of two tensors of the same shape."""
    assert one.shape == other.shape
    return float((one - other).detach().abs().max())
