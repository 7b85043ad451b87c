"""Definitions and small helpers that several tests of models read."""

import torch
from torch import Tensor

from graphviz_rnn.language.parse import parse
from models import RecurrentModel, build

ENCODER_DECODER = """
h[t] = tanh(b + W @ h[t-1] + U @ x[t])
C    = h[T]
g[s] = tanh(d + Q @ g[s-1] + R @ C + P @ y[s-1])
o[s] = c + V @ g[s]
L[s] = cross_entropy(o[s], y[s])
loss = sum[s](L[s])
feedback y[s] = one_hot(o[s])
"""

ATTENTION = """
h[t]   = tanh(b + W @ h[t-1] + U @ x[t])
e[s,t] = v' @ tanh(W_a @ g[s-1] + U_a @ h[t])
k[s,t] = softmax[t](e[s,t])
C[s]   = sum[t](k[s,t] * h[t])
g[s]   = tanh(d + Q @ g[s-1] + R @ C[s] + P @ y[s-1])
o[s]   = c + V @ g[s]
L[s]   = cross_entropy(o[s], y[s])
loss   = sum[s](L[s])
"""

BIDIRECTIONAL = """
h[t] = tanh(b + W @ h[t-1] + U @ x[t])
g[t] = tanh(b_g + W_g @ g[t+1] + U_g @ x[t])
o[t] = c + V @ concat(h[t], g[t])
"""


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
