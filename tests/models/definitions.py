"""Definitions of every kind that the language can express, to hold each way of running against."""

DEFINITIONS = {
    "no axis": "input x : 3\nyhat = sigmoid(x' @ w + b)\nz = tanh(W @ x)",
    "delays": """
        const d = 3
        h[t] = tanh(b + W @ h[t-1] + S @ h[t-d] + U @ x[t] + Q @ x[t-2])
        h[0] = z
        z = tanh(w)""",
    "several states": """
        r[t] = sigmoid(W_r @ h[t-1] + U_r @ x[t])
        k[t] = tanh(W @ (r[t] * h[t-1]) + U @ x[t])
        u[t] = sigmoid(W_u @ h[t-1] + U_u @ x[t] + v * c[t-1])
        h[t] = u[t] * h[t-1] + (1 - u[t]) * k[t]
        c[t] = h[t] - 0.5 * c[t-1]
        h[0] = 0.3""",
    "where": """
        h[t] = where(t % 2 == 0, tanh(b + W @ h[t-1] + U @ x[t]), h[t-1])
        g[t] = where(t > 1 and t < 5, tanh(V @ h[t]), where(t == 1, V @ h[t], x[t+1]))
        m[t] = where(t == 1, x[t], maximum(m[t-1], x[t]))""",
    "where an input is taken as it is": "h[t] = where(t % 2 == 0, x[t], tanh(W @ h[t-1]) * x[t])",
    "where on two axes": """
        e[s,t] = where((s + t) % 3 == 0, r[s] * x[t], where(s > t, x[t-1], r[s-1] + x[t+1]))
        c[s] = sum[t](where(t <= s, x[t], 0))
        p[s] = sum[t](where(s == t, e[s,t] * 2, where(t > s, e[s-1,t+1], 1)))""",
    "where on a length": """
        h[t] = where(t == T, tanh(W @ h[t-1]), tanh(W @ h[t-1] + U @ x[t]))
        z[t] = where(t > T - 2, h[t], x[t-1])""",
    "leaky": """
        param alpha : scalar ~ 0.9 fixed
        mu[t] = alpha * mu[t-1] + (1 - alpha) * v[t]
        nu[t] = nu[t-2] + sigmoid(w) * (v[t] - nu[t-2])
        pi[t] = (1 - sigmoid(G @ v[t])) * pi[t+1] - v[t]
        rho[t] = -rho[t-1] / 2 + 1
        nu[0] = mu[T]
        pi[T+1] = 2""",
    "leaky of a scalar": """
        param a : scalar ~ 0.5
        input v[t] : scalar
        mu[t] = a * mu[t-1] + v[t]
        nu[t] = v[t] * nu[t-1]
        nu[0] = 1""",
    "grid": """
        h[i,j] = tanh(W @ h[i-1,j] + V @ h[i,j-1] + U @ x[i,j])
        h[0,j] = z
        o[i] = sum[j](h[i,j])
        q = mean[i,j](h[i,j])""",
    "grid with a bend": """
        h[i,j] = tanh(W @ h[i-1,j+1] + U @ x[i,j])
        g[i,j] = tanh(V @ g[i,j+1] + h[i,j] + P @ g[i-1,j])
        g[i,J+1] = h[i,J]""",
    "corners before a loop": """
        h[i,j] = tanh(W @ h[i,j-1] + g[i-1,j-1] + k[i+1,j-2] + x[i,j])
        g[i,j] = 2 * h[i,j]
        g[0,j] = z
        g[i,0] = w
        k[i,j] = h[i,j] - x[i,j]
        k[i,0] = 2 * w""",
    "corners after a loop": """
        h[i,j] = tanh(W @ h[i,j+1] + g[i+1,j+1] + x[i,j])
        g[i,j] = 2 * h[i,j]
        g[i,J+1] = w
        k[i,j] = tanh(W @ k[i+1,j] + m[i+1,j+2] + x[i,j])
        m[i,j] = 3 * k[i,j]
        m[i,J+1] = w
        m[I+1,j] = z""",
    "corners": """
        h[i,j] = tanh(U @ x[i,j])
        q[i,j] = h[i+1,j+2] + h[i-1,j-2] * h[i-2,j+1]
        h[i,J+1] = w
        h[i,0] = w + z
        h[I+1,j] = z""",
    "two boundaries": """
        h[t] = tanh(W @ h[t-1] + U @ x[t])
        g[t] = tanh(P @ g[t+1] + h[t])
        h[0] = x[1]
        g[T+1] = h[T]
        z[t] = h[t+2] - g[t-2] + h[T] + g[1] + h[T-1] + x[9]
        g[0] = 0.5""",
    "boundary read before its turn": """
        g[s] = tanh(Q @ g[s-1])
        g[0] = h[T]
        h[t] = tanh(W @ h[t-1] + U @ x[t])""",
    "matrix memory": """
        param f : scalar ~ 0.7
        A[t] = f * A[t-1] + (K @ x[t]) @ (V @ x[t])'
        r[t] = A[t] @ (Q @ x[t])
        B[t] = B[t-1] - tanh(B[t-1] @ x[t] - r[t]) @ x[t]'""",
    "scalars": """
        input v[t] : scalar
        a[t] = tanh(w' @ h[t-1] + v[t])
        h[t] = a[t] * h[t-1] + u * v[t] + norm(h[t-1]) * p
        n[t] = maximum(n[t-1], sum(h[t])) + max(h[t]) - min(h[t])
        param w : 3""",
    "vector functions": """
        param Z : 8 x 4
        h[t] = layer_norm(W @ softmax(h[t-1]) + U @ x[t]) + one_hot(h[t-1]) * mean(h[t-1])
        k[t] = relu((concat(h[t-1], softplus(k[t-1]))' @ Z)')
        g[t] = log(1 + exp(g[t-1])) / (2 + cos(x[t]) * sign(g[t-1]))
        g2[t] = abs(sin(h[t])) ^ 2 + step(h[t]) + sqrt(1 + g2[t-1]^2) - g[t]
        L[t] = mse(h[t], g[t-1]) + cross_entropy(g[t-1], softmax(h[t])) * nll(softmax(h[t-1]), softmax(x[t]))
        E[t] = E[t-1] + L[t] + binary_cross_entropy(h[t-1], step(E[t-1] + h[t]))
        Q[t] = minimum(L[t], Q[t-1] - 1)""",
    "masked weights": """
        h[t] = tanh((M * W) @ h[t-1] + W' @ x[t] + (x[t]' @ W)' + -(W @ h[t-2]))
        param M : 3 x 3 ~ uniform fixed
        input x[t] : 3""",
    "lengths inside": """
        h[t] = tanh(W @ h[t-1] + x[T] + x[1])
        z[t] = h[t] + sum[t](h[t]) + mean[t](x[t]) + max[t](h[t])""",
    "reductions in a loop": """
        h[t] = tanh(U @ x[t] + W @ h[t-1])
        g[s] = tanh(Q @ g[s-1] + sum[t](softmax[t](g[s-1]' @ h[t]) * h[t]) + f[s-1])
        f[s] = max[t](tanh(h[t] + g[s-1])) + mean[t](h[t])
        z[s] = sum[t](x[t+1] * r[s-1]) + r[s]""",
    "functions": "def cell(p, q) = tanh(W @ p + U @ q)\nh[t] = cell(h[t-1], x[t])\ng[t] = cell(g[t+1], h[t])",
    "a length that is said": """
        axis t = 1..5
        h[t] = where(t == T, tanh(W @ h[t-1]), tanh(W @ h[t-1] + U @ x[t])) + x[T-1]""",
    "teacher forced": """
        h[t] = tanh(b + W @ y[t-1] + U @ x[t])
        o[t] = V @ h[t]
        L[t] = cross_entropy(o[t], y[t])
        loss = mean[t](L[t])""",
}  # fmt: skip
