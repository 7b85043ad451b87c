"""The rivals of the engine: loops in PyTorch that keep every value, as a textbook and as a careful hand writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch.nn.functional import linear

Weights = Mapping[str, Tensor]
Record = dict[str, list[Tensor]]
Loop = Callable[[Weights, Tensor], Record]


def _zeros(w: Weights, name: str, x: Tensor) -> Tensor:
    return x.new_zeros(x.shape[1], w[name].shape[0])


def _kept(record: Record, **values: Tensor) -> None:
    for name, value in values.items():
        record.setdefault(name, []).append(value)


# ---- as a textbook writes them: every product where the equation has it ----


def lstm(w: Weights, x: Tensor) -> Record:
    """The LSTM with four products of the input and four of the state at each step."""
    record: Record = {}
    h = s = _zeros(w, "W", x)
    for x_t in x:
        f = torch.sigmoid(w["b_f"] + linear(x_t, w["U_f"]) + linear(h, w["W_f"]))
        g = torch.sigmoid(w["b_g"] + linear(x_t, w["U_g"]) + linear(h, w["W_g"]))
        k = torch.tanh(w["b"] + linear(x_t, w["U"]) + linear(h, w["W"]))
        q = torch.sigmoid(w["b_q"] + linear(x_t, w["U_q"]) + linear(h, w["W_q"]))
        s = f * s + g * k
        h = q * torch.tanh(s)
        _kept(record, f=f, g=g, k=k, q=q, s=s, h=h, o=linear(h, w["V"], w["c"]))
    return record


def gru(w: Weights, x: Tensor) -> Record:
    """The GRU with the reset gate behind the matrix."""
    record: Record = {}
    h = _zeros(w, "W_n", x)
    for x_t in x:
        r = torch.sigmoid(w["b_r"] + linear(x_t, w["U_r"]) + linear(h, w["W_r"]))
        z = torch.sigmoid(w["b_z"] + linear(x_t, w["U_z"]) + linear(h, w["W_z"]))
        n = torch.tanh(w["b_n"] + linear(x_t, w["U_n"]) + r * (w["d_n"] + linear(h, w["W_n"])))
        h = (1 - z) * n + z * h
        _kept(record, r=r, z=z, n=n, h=h, o=linear(h, w["V"], w["c"]))
    return record


def elman(w: Weights, x: Tensor) -> Record:
    """The Elman network."""
    record: Record = {}
    h = _zeros(w, "W", x)
    for x_t in x:
        a = w["b"] + linear(h, w["W"]) + linear(x_t, w["U"])
        h = torch.tanh(a)
        _kept(record, a=a, h=h, o=linear(h, w["V"], w["c"]))
    return record


# ---- by a careful hand: input products before the loop, one product of the state, outputs after the loop ----


def lstm_peephole(w: Weights, x: Tensor) -> Record:
    """The LSTM with peepholes."""
    record: Record = {}
    gates = ("_f", "_g", "", "_q")
    given = linear(x, torch.cat([w[f"U{one}"] for one in gates]), torch.cat([w[f"b{one}"] for one in gates]))
    recurrent = torch.cat([w[f"W{one}"] for one in gates]).T
    h = s = _zeros(w, "W", x)
    for given_t in given.unbind():
        f, g, k, q = torch.addmm(given_t, h, recurrent).chunk(4, 1)
        f, g, k = torch.sigmoid(f + w["p_f"] * s), torch.sigmoid(g + w["p_g"] * s), torch.tanh(k)
        s = f * s + g * k
        q = torch.sigmoid(q + w["p_q"] * s)
        h = q * torch.tanh(s)
        _kept(record, f=f, g=g, k=k, q=q, s=s, h=h)
    record["o"] = list(linear(torch.stack(record["h"]), w["V"], w["c"]))
    return record


def gru_before(w: Weights, x: Tensor) -> Record:
    """The GRU with the reset gate in front of the matrix."""
    record: Record = {}
    gates = ("_r", "_z", "_n")
    given = linear(x, torch.cat([w[f"U{one}"] for one in gates]), torch.cat([w[f"b{one}"] for one in gates]))
    recurrent, last = torch.cat([w["W_r"], w["W_z"]]).T, w["W_n"].T
    h = _zeros(w, "W_n", x)
    size = h.shape[1]
    both, alone = given[..., : 2 * size], given[..., 2 * size :]
    for both_t, alone_t in zip(both.unbind(), alone.unbind(), strict=True):
        r, z = torch.sigmoid(torch.addmm(both_t, h, recurrent)).chunk(2, 1)
        n = torch.tanh(torch.addmm(alone_t, r * h, last))
        h = (1 - z) * n + z * h
        _kept(record, r=r, z=z, n=n, h=h)
    record["o"] = list(linear(torch.stack(record["h"]), w["V"], w["c"]))
    return record


def clockwork(w: Weights, x: Tensor) -> Record:
    """The clockwork network of three groups; what is slower is multiplied only when it ticks."""
    record: Record = {}
    given = linear(x, torch.cat([w["U1"], w["U2"], w["U3"]]), torch.cat([w["b1"], w["b2"], w["b3"]]))
    fast, slow = torch.cat([w["W11"], w["W12"], w["W13"]], 1).T, torch.cat([w["W22"], w["W23"]], 1).T
    h1, h2, h3 = (_zeros(w, one, x) for one in ("W11", "W22", "W33"))
    for t, (one, two, three) in enumerate((each.chunk(3, 1) for each in given), 1):
        before = h1, h2, h3
        h1 = torch.tanh(torch.addmm(one, torch.cat(before, 1), fast))
        h2 = torch.tanh(torch.addmm(two, torch.cat(before[1:], 1), slow)) if t % 2 == 0 else h2
        h3 = torch.tanh(torch.addmm(three, h3, w["W33"].T)) if t % 4 == 0 else h3
        _kept(record, h1=h1, h2=h2, h3=h3)
    states = torch.cat([torch.stack(record[name]) for name in ("h1", "h2", "h3")], 2)
    record["o"] = list(linear(states, w["V"], w["c"]))
    return record


TEXTBOOK: dict[str, Loop] = {"lstm": lstm, "gru": gru, "elman": elman}
CAREFUL: dict[str, Loop] = {"lstm_peephole": lstm_peephole, "gru_before": gru_before, "clockwork": clockwork}
