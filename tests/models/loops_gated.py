"""Reservoirs, networks of several time scales and gated networks of the gallery as explicit loops: see ``loops``."""

import math

import torch

from tests.models.loops import attend, mean_square, read_out, sigma, zeros


def linear_recurrence(w, *, steps):
    h = {0: w.z}
    for t in range(1, steps + 1):
        h[t] = torch.linalg.matrix_power(w.W, t).T @ w.z
    return {"h": h}


# ---- reservoirs ----


def echo_state(w, x, y):
    h = {0: zeros(w.W)}
    for t in x:
        h[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
    return {"h": h} | read_out(w, h, y, mean_square)


def echo_state_leaky(w, x, y):
    """Lukoševičius (2012): x(n) = (1 − a) x(n−1) + a x̃(n), read out together with the input."""
    update, h = {}, {0: zeros(w.W)}
    for t in x:
        update[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
        h[t] = h[t - 1] + w.a * (update[t] - h[t - 1])
    both = {t: torch.cat([x[t], h[t]]) for t in x}
    return {"htilde": update, "h": h} | read_out(w, both, y, mean_square)


def echo_state_feedback(w, x, y):
    """Jaeger (2001), equation 21 with a step of 1, the true output fed back."""
    update, h, before = {}, {0: zeros(w.W)}, {0: zeros(w.B.T @ w.B)} | y
    for t in x:
        update[t] = torch.tanh(w.W @ h[t - 1] + w.U @ x[t] + w.B @ before[t - 1])
        h[t] = h[t - 1] + w.C * (update[t] - w.a * h[t - 1])
    both = {t: torch.cat([x[t], h[t]]) for t in x}
    return {"htilde": update, "h": h} | read_out(w, both, y, mean_square)


def liquid_state(w, x, y):
    """A leaky integrate-and-fire neuron, exact between steps: u − 13.5 shrinks by exp(−1/30) a millisecond."""
    keep = math.exp(-1 / 30)
    v, z, r, u = {0: torch.full_like(zeros(w.W), 13.5)}, {0: zeros(w.W)}, {0: zeros(w.W)}, {}
    for t in x:
        u[t] = 13.5 + keep * (v[t - 1] - 13.5) + w.W @ z[t - 1] + w.U @ x[t]
        fired = u[t] > 15
        z[t] = fired.to(u[t].dtype)
        v[t] = u[t].masked_fill(fired, 13.5)
        r[t] = sum(math.exp(-(t - s) / 30) * z[s] for s in range(1, t + 1))
    return {"u": u, "z": z, "v": v, "r": r} | read_out(w, r, y, mean_square)


# ---- time scales ----


def skip(w, x, y, d=3):
    h = {t: zeros(w.W) for t in range(1 - d, 1)}
    for t in x:
        h[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.S @ h[t - d] + w.U @ x[t])
    return {"h": h} | read_out(w, h, y)


def removed_connections(w, x, y, d=3):
    h = {t: zeros(w.S) for t in range(1 - d, 1)}
    for t in x:
        h[t] = torch.tanh(w.b + w.S @ h[t - d] + w.U @ x[t])
    return {"h": h} | read_out(w, h, y)


def leaky(w, v):
    mu = {t: (1 - w.alpha) * sum(w.alpha ** (t - s) * v[s] for s in range(1, t + 1)) for t in v}
    return {"mu": mu}


def leaky_learned(w, x, y):
    alpha, v, h = sigma(w.a), {}, {0: zeros(w.W)}
    for t in x:
        v[t] = torch.tanh(w.b + w.W @ h[t - 1] + w.U @ x[t])
        h[t] = alpha * h[t - 1] + v[t] - alpha * v[t]
    return {"alpha": alpha, "v": v, "h": h} | read_out(w, h, y)


def clockwork(w, x, y):
    """Koutník et al. (2014): one matrix, block upper triangular, whose rows count only for groups that tick."""
    sizes, periods = [len(w.b1), len(w.b2), len(w.b3)], [1, 2, 4]
    blocks = [[w.W11, w.W12, w.W13], [None, w.W22, w.W23], [None, None, w.W33]]
    whole = torch.cat([
        torch.cat([torch.zeros(sizes[i], sizes[j]) if i > j else blocks[i][j] for j in range(3)], 1) for i in range(3)
    ])  # fmt: skip
    inputs, biases = torch.cat([w.U1, w.U2, w.U3]), torch.cat([w.b1, w.b2, w.b3])
    h = {0: zeros(whole)}
    for t in x:
        ticks = torch.cat([torch.full((n,), t % period == 0) for n, period in zip(sizes, periods, strict=True)])
        h[t] = torch.where(ticks, torch.tanh(biases + whole @ h[t - 1] + inputs @ x[t]), h[t - 1])
    groups = {t: one.split(sizes) for t, one in h.items()}
    own = {f"h{i + 1}": {t: one[i] for t, one in groups.items()} for i in range(3)}
    return own | read_out(w, h, y, mean_square)


# ---- gated units ----


def _lstm(w, x, y, candidate, peephole):
    """Equations 10.40 to 10.44; ``peephole`` weighs the state in the gates f, g (before) and q (after the step)."""
    f, g, k, q, s, h = {}, {}, {}, {}, {0: zeros(w.W)}, {0: zeros(w.W)}
    for t in x:
        f[t] = sigma(w.b_f + w.U_f @ x[t] + w.W_f @ h[t - 1] + peephole["f"] * s[t - 1])
        g[t] = sigma(w.b_g + w.U_g @ x[t] + w.W_g @ h[t - 1] + peephole["g"] * s[t - 1])
        k[t] = candidate(w.b + w.U @ x[t] + w.W @ h[t - 1])
        s[t] = f[t] * s[t - 1] + g[t] * k[t]
        q[t] = sigma(w.b_q + w.U_q @ x[t] + w.W_q @ h[t - 1] + peephole["q"] * s[t])
        h[t] = torch.tanh(s[t]) * q[t]
    return {"f": f, "g": g, "k": k, "q": q, "s": s, "h": h} | read_out(w, h, y)


def lstm(w, x, y):
    return _lstm(w, x, y, torch.tanh, {"f": 0, "g": 0, "q": 0})


def lstm_book(w, x, y):
    return _lstm(w, x, y, sigma, {"f": 0, "g": 0, "q": 0})


def lstm_peephole(w, x, y):
    return _lstm(w, x, y, torch.tanh, {"f": w.p_f, "g": w.p_g, "q": w.p_q})


def _gates(w, x, candidate):
    r, z, n, h = {}, {}, {}, {0: zeros(w.W_n)}
    for t in x:
        r[t] = sigma(w.b_r + w.W_r @ h[t - 1] + w.U_r @ x[t])
        z[t] = sigma(w.b_z + w.W_z @ h[t - 1] + w.U_z @ x[t])
        n[t] = torch.tanh(w.b_n + w.U_n @ x[t] + candidate(h[t - 1], r[t]))
        h[t] = z[t] * h[t - 1] + (1 - z[t]) * n[t]
    return {"r": r, "z": z, "n": n, "h": h}


def _after(w):
    return lambda h, r: r * (w.W_n @ h + w.d_n)


def _before(w):
    return lambda h, r: w.W_n @ (r * h)


def gru(w, x, y):
    states = _gates(w, x, _after(w))
    return states | read_out(w, states["h"], y)


def gru_before(w, x, y):
    states = _gates(w, x, _before(w))
    return states | read_out(w, states["h"], y)


def gru_book(w, x, y):
    """Equations 10.45 to 10.47, from x(0) = 0 and h(0) = 0."""
    h, x = {0: zeros(w.W)}, {0: zeros(w.U)} | x
    u, r = {}, {}
    for t in range(len(x)):
        if t > 0:
            new = sigma(w.b + w.U @ x[t] + w.W @ (r[t - 1] * h[t - 1]))
            h[t] = u[t - 1] * h[t - 1] + (1 - u[t - 1]) * new
        u[t] = sigma(w.b_u + w.U_u @ x[t] + w.W_u @ h[t])
        r[t] = sigma(w.b_r + w.U_r @ x[t] + w.W_r @ h[t])
    return {"h": h, "u": u, "r": r} | read_out(w, h, y)


def translator(w, x, y):
    p = {t: w.E_x @ x[t] for t in x}
    encoder = _gates(w, p, _before(w))
    states = torch.stack([encoder["h"][t] for t in x])
    k, e, context, g, r, z, n = {}, {}, {}, {0: zeros(w.Q_n)}, {}, {}, {}
    q = {s: w.E_y @ y[s - 1] if s > 1 else zeros(w.P_n) for s in y}
    for s in y:
        energy = torch.tanh(w.W_a @ g[s - 1] + states @ w.U_a.T) @ w.v_a
        weights, context[s] = attend(energy, states)
        e |= {(s, t): energy[t - 1] for t in x}
        k |= {(s, t): weights[t - 1] for t in x}
        r[s] = sigma(w.d_r + w.P_r @ q[s] + w.Q_r @ g[s - 1] + w.R_r @ context[s])
        z[s] = sigma(w.d_z + w.P_z @ q[s] + w.Q_z @ g[s - 1] + w.R_z @ context[s])
        n[s] = torch.tanh(w.d_n + w.P_n @ q[s] + w.Q_n @ (r[s] * g[s - 1]) + w.R_n @ context[s])
        g[s] = z[s] * g[s - 1] + (1 - z[s]) * n[s]
    decoder = {"e": e, "k": k, "C": context, "q": q, "r_g": r, "z_g": z, "n_g": n, "g": g}
    return {"p": p} | encoder | decoder | read_out(w, g, y)
