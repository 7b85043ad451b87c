"""Long-term dependencies: what the powers of a matrix do to a state, and to gradients on their way back."""

import streamlit as st

from ui.furniture.controls import choose_segment
from ui.furniture.lesson import closing, opening, page
from ui.lessons.long_term.clipping import show_clipping
from ui.lessons.long_term.gradients import show_gradients
from ui.lessons.long_term.powers import show_powers

PARTS = {
    "powers": (show_powers, (
        ("dragging 0.98 onto the unit circle, then beyond.", "Its part stays, then takes over all others."),
        ("`bump`.", "ρ = 0.9 < 1, yet ‖h(t)‖ rises for some steps before it decays: W is not normal."),
    )),
    "gradients": (show_gradients, (
        ("the LSTM beside the Elman network.", "The gates keep a path on which little is lost."),
        ("removed connections.", "The gradient fades once in d steps: with k/d in place of k."),
    )),
    "clipping": (show_clipping, (
        ("a larger v.", "From some v on the clipped walk, too, is thrown out of the picture."),
        ("playing backward.", "Fifty factors w σ′ multiply; on the cliff's edge each is above 1."),
    )),
}  # fmt: skip

with st.sidebar:
    show, tries = PARTS[choose_segment("Look at", list(PARTS), key="look")]

opening(
    "Long-term dependencies",
    "The same matrix is applied at every step: along an eigenvector with |λ| < 1 the state dies out, with |λ| > "
    "1 it blows up, and gradients fare the same on their way back.",
    "Goodfellow, Bengio & Courville (2016), sections 10.7 and 10.11.1, equations 10.36 to 10.39 and 10.48",
)
page(show)
closing(
    tries,
    "For a symmetric W = QΛQᵀ the state is QΛᵗQᵀ h(0); equation 10.39 prints the outer Q and Qᵀ the other way "
    "round. Hochreiter (1991); Bengio, Simard & Frasconi (1994); Pascanu, Mikolov & Bengio (2013).",
)
