"""The penalty that keeps gradients from vanishing on their way back."""

from __future__ import annotations

import torch
from torch import Tensor


def vanishing_penalty(gradients: Tensor, jacobians: Tensor) -> Tensor:
    """Return Ω = Σₜ (‖∇h(t)L · ∂h(t)/∂h(t−1)‖ / ‖∇h(t)L‖ − 1)².

    ``gradients`` (T, n) holds ∇h(t)L, ``jacobians`` (T, n, n) holds ∂h(t)/∂h(t−1). Ω is 0 where each step back
    keeps the length of the gradient, as an orthogonal linear recurrence does. Steps without gradient
    do not count. Differentiable in both (Pascanu et al. 2013; Goodfellow et al. 2016, equations 10.50 to 10.52).
    """
    norms = torch.linalg.vector_norm(gradients, dim=-1)
    back = torch.linalg.vector_norm(torch.einsum("ti,tij->tj", gradients, jacobians), dim=-1)
    counts = norms > 0
    penalty: Tensor = ((back[counts] / norms[counts] - 1) ** 2).sum()
    return penalty
