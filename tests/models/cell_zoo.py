"""Recurrent cells as people write them in PyTorch, for the tests of reading them."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

N, M = 3, 4


class Elman(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.W_x, self.W_h = nn.Linear(N, M), nn.Linear(M, M, bias=False)

    def forward(self, x: Tensor, h_prev: Tensor) -> Tensor:
        a = self.W_x(x) + self.W_h(h_prev)
        return torch.tanh(a)


class StackedGRU(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.x2h, self.h2h = nn.Linear(N, 3 * M), nn.Linear(M, 3 * M)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        r_x, z_x, n_x = self.x2h(x).chunk(3, 1)
        r_h, z_h, n_h = torch.split(self.h2h(h), M, dim=-1)
        r, z = torch.sigmoid(r_x + r_h), torch.sigmoid(z_x + z_h)
        n = torch.tanh(n_x + r * n_h)
        return (1 - z) * n + z * h


class StackedLSTM(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.W = nn.Linear(N + M, 4 * M)

    def forward(self, x: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        h, c = state
        gates = self.W(torch.cat([x, h], 1))
        i, f, g, o = gates.chunk(4, 1)
        i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
        c = f * c + i * g.tanh()
        h = o * torch.tanh(c)
        return h, (h, c)


class SlicedPair(nn.Module):
    """Slices of a sum, activated before they are cut; returns (h, c) as LSTMCell does."""

    def __init__(self) -> None:
        super().__init__()
        self.U, self.V = nn.Linear(N, 2 * M), nn.Linear(M, 2 * M)

    def forward(self, x: Tensor, hx: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        both = torch.sigmoid(self.U(x) + 0.5 * self.V(hx[0]))
        c = both[:, :M] * hx[1] - both[..., M:] / 2 + hx[1] * hx[0]
        return torch.tanh(c), c


class BareParameters(nn.Module):
    alpha: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.W, self.U = nn.Parameter(torch.randn(M, M)), nn.Parameter(torch.randn(N, M))
        self.b, self.scale = nn.Parameter(torch.randn(1, M)), nn.Parameter(torch.randn(1))
        self.register_buffer("alpha", torch.tensor(0.7))

    def forward(self, x: Tensor, mu: Tensor) -> Tensor:
        v = x @ self.U + torch.matmul(mu, self.W.t()) + self.b
        return self.alpha * mu + (1 - self.alpha) * F.relu(v) * self.scale


class Functional(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w, self.v = nn.Parameter(torch.randn(2 * M, N)), nn.Parameter(torch.randn(2 * M))
        self.inner = nn.Sequential(nn.Linear(M, M), nn.Softplus(), nn.LayerNorm(M))

    def forward(self, x: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        a, b = F.linear(x, self.w, self.v).chunk(2, dim=1)
        k = torch.softmax(a, -1) * self.inner(h)
        h = -k + torch.exp(-b) ** 2 - F.layer_norm(h, (M,))
        return k.mean(1, keepdim=True) * h, h


class ReservedNames(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.hide, self.T_ = nn.Linear(N, M), nn.Linear(M, M)

    def forward(self, input: Tensor, t: Tensor) -> Tensor:
        tanh = self.hide(input)
        axis = torch.maximum(tanh, self.T_(t)) + tanh
        return torch.sin(axis) - torch.abs(axis) * tanh


ONE_STATE = [Elman, StackedGRU, BareParameters, Functional, ReservedNames]
TWO_STATES = [StackedLSTM, SlicedPair]
