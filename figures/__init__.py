"""From numbers of a trace to plotly figures, in one look."""

from figures.gradient_norm import gradient_norm_figure
from figures.hidden_states import hidden_state_figure

__all__ = ["gradient_norm_figure", "hidden_state_figure"]
