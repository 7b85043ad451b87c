"""Networks of the gallery as explicit loops over one sequence, from the equations of the book and the papers.

They share nothing with the engine: vectors and matrices of plain PyTorch, series as dictionaries that count from 1.
Each takes its weights by name, its inputs and targets, and returns every variable.
"""

from types import SimpleNamespace as Weights

import torch
from torch import Tensor

Series = dict[int, Tensor]


def zeros(matrix: Tensor) -> Tensor:
    """Return what a square matrix multiplies, before the first step."""
    return torch.zeros(matrix.shape[1], dtype=matrix.dtype)


def sigma(a: Tensor) -> Tensor:
    return 1 / (1 + torch.exp(-a))


def cross_entropy(o: Tensor, y: Tensor) -> Tensor:
    """Equations 10.11 and 10.14: minus the log of the probability that a softmax gives to the target."""
    return -(y * torch.log(torch.exp(o) / torch.exp(o).sum())).sum()


def mean_square(o: Tensor, y: Tensor) -> Tensor:
    return ((o - y) ** 2).sum() / len(y)


def read_out(w: Weights, h: Series, y: Series, loss=cross_entropy) -> dict:
    """Equations 10.10 to 10.14: the output at each step, and the total loss."""
    o = {t: w.c + w.V @ h[t] for t in y}
    losses = {t: loss(o[t], y[t]) for t in y}
    return {"o": o, "L": losses, "loss": sum(losses.values())}


# ---- computational graphs and unfolding ----


def multiplication(w, x, y):
    return {"z": x * y}


def logistic_regression(w, x):
    u1 = sum(x[i] * w.w[i] for i in range(len(x)))
    return {"u1": u1, "u2": u1 + w.b, "yhat": sigma(u1 + w.b)}


def dynamical_system_tanh(w, *, steps):
    s = {0: w.z}
    for t in range(1, steps + 1):
        s[t] = torch.tanh(w.theta @ s[t - 1])
    return {"s": s}


def driven_system(w, x):
    size = len(w.theta)
    h = {0: torch.zeros(size, dtype=w.theta.dtype)}
    for t in x:
        h[t] = torch.tanh(w.theta[:, :size] @ h[t - 1] + w.theta[:, size:] @ x[t])
    return {"h": h}


# ---- design patterns ----


def elman(w, x, y):
    a, h = {}, {0: zeros(w.W)}
    for t in x:
        a[t] = w.b + w.W @ h[t - 1] + w.U @ x[t]
        h[t] = torch.tanh(a[t])
    return {"a": a, "h": h} | read_out(w, h, y)


def output_recurrence(w, x, y):
    a, h, o = {}, {}, {0: zeros(w.W)}
    for t in x:
        a[t] = w.b + w.W @ o[t - 1] + w.U @ x[t]
        h[t] = torch.tanh(a[t])
        o[t] = w.c + w.V @ h[t]
    return {"a": a, "h": h} | read_out(w, h, y)


def single_output(w, x, y):
    a, h = {}, {0: zeros(w.W)}
    for t in x:
        a[t] = w.b + w.W @ h[t - 1] + w.U @ x[t]
        h[t] = torch.tanh(a[t])
    o = w.c + w.V @ h[len(x)]
    return {"a": a, "h": h, "o": o, "loss": cross_entropy(o, y)}


def teacher_forcing(w, x, y):
    before = {0: zeros(w.W)} | y
    a = {t: w.b + w.W @ before[t - 1] + w.U @ x[t] for t in x}
    h = {t: torch.tanh(a[t]) for t in x}
    return {"a": a, "h": h} | read_out(w, h, y)


def vector_to_sequence(w, x, y):
    a, h, before = {}, {0: zeros(w.W)}, {0: zeros(w.U)} | y
    for t in y:
        a[t] = w.b + w.W @ h[t - 1] + w.U @ before[t - 1] + w.R @ x
        h[t] = torch.tanh(a[t])
    return {"a": a, "h": h} | read_out(w, h, y)


def bidirectional(w, x, y):
    steps = len(x)
    h, g = {0: zeros(w.W)}, {steps + 1: zeros(w.W_g)}
    for t in range(1, steps + 1):
        h[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
    for t in range(steps, 0, -1):
        g[t] = torch.tanh(w.b_g + w.W_g @ g[t + 1] + w.U_g @ x[t])
    return {"h": h, "g": g} | read_out(w, {t: torch.cat([h[t], g[t]]) for t in x}, y)


def deep(w, x, y):
    h, z = {0: zeros(w.W)}, {0: zeros(w.W_z)}
    for t in x:
        h[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
        z[t] = torch.tanh(w.b_z + w.W_z @ z[t - 1] + w.U_z @ h[t])
    return {"h": h, "z": z} | read_out(w, z, y)


def grid(w, x, y):
    rows, columns = max(x)
    edge = zeros(w.W_i)
    h = {(i, 0): edge for i in range(rows + 1)} | {(0, j): edge for j in range(columns + 1)}
    for i, j in x:
        h[i, j] = torch.tanh(w.b + w.W_i @ h[i - 1, j] + w.W_j @ h[i, j - 1] + w.U @ x[i, j])
    return {"h": h} | read_out(w, h, y)


# ---- sequence to sequence ----


def encoder_decoder(w, x, y):
    h = {0: zeros(w.W)}
    for t in x:
        h[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
    context, g, before = h[len(x)], {0: zeros(w.Q)}, {0: zeros(w.P)} | y
    for s in y:
        g[s] = torch.tanh(w.d + w.Q @ g[s - 1] + w.R @ context + w.P @ before[s - 1])
    return {"h": h, "C": context, "g": g} | read_out(w, g, y)


def attend(energy: Tensor, states: Tensor) -> tuple[Tensor, Tensor]:
    """Bahdanau's equations 5 and 6, for all source positions at once: the weights, and the mean they make."""
    weights = torch.exp(energy) / torch.exp(energy).sum()
    return weights, states.T @ weights


def attention(w, x, y):
    h = {0: zeros(w.W)}
    for t in x:
        h[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
    states = torch.stack([h[t] for t in x])
    e, k, context, g, before = {}, {}, {}, {0: zeros(w.Q)}, {0: zeros(w.P)} | y
    for s in y:
        energy = torch.tanh(w.W_a @ g[s - 1] + states @ w.U_a.T) @ w.v
        weights, context[s] = attend(energy, states)
        e |= {(s, t): energy[t - 1] for t in x}
        k |= {(s, t): weights[t - 1] for t in x}
        g[s] = torch.tanh(w.d + w.Q @ g[s - 1] + w.R @ context[s] + w.P @ before[s - 1])
    return {"h": h, "e": e, "k": k, "C": context, "g": g} | read_out(w, g, y)
