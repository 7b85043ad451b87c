"""Long-term dependencies: what the powers of a matrix do to a state, and to gradients on their way back."""

import streamlit as st

from ui.controls import choose_hidden, choose_seed, choose_segment
from ui.lesson import closing, opening
from ui.long_term import show_gradients, show_powers

with st.sidebar:
    what = choose_segment("Look at", ["powers of W", "gradients"], key="look")

opening(
    "Long-term dependencies",
    "The same matrix is applied at every step, so what it does is done again and again: along an eigenvector with "
    "|λ| < 1 the state dies out, with |λ| > 1 it blows up, and gradients fare the same on their way back.",
    "Goodfellow, Bengio & Courville (2016), section 10.7, equations 10.36 to 10.39",
)
if what == "powers of W":
    show_powers(choose_seed)
else:
    show_gradients(choose_hidden, choose_seed)
closing(
    (
        ("eigenvalues 0.9, 0.9 with a shear of 10.", "ρ = 0.9 < 1, yet ‖h(t)‖ rises for nine steps before it decays."),
        ("eigenvalues 0.6+0.8i.", "On the unit circle nothing is lost: the state turns for ever."),
        ("gradients of the LSTM beside those of the Elman network.", "The gates keep a path on which little is lost."),
    ),
    "For a symmetric W = QΛQᵀ the state is QΛᵗQᵀ h(0); equation 10.39 prints the outer Q and Qᵀ the other way round. "
    "Hochreiter (1991); Bengio, Simard & Frasconi (1994); Pascanu, Mikolov & Bengio (2013).",
)
