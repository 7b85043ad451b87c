"""From numbers of a trace to plotly figures, in one look."""

from figures.gradient_norm import gradient_norm_figure
from figures.hidden_states import hidden_state_figure
from figures.learning import learning_figure
from figures.reach import reach_figure
from figures.recall import recall_figure
from figures.spectrum import decay_figure, eigenvalue_figure, matrix_figure
from figures.terms import terms_figure, weights_figure

__all__ = [
    "decay_figure",
    "eigenvalue_figure",
    "gradient_norm_figure",
    "hidden_state_figure",
    "learning_figure",
    "matrix_figure",
    "reach_figure",
    "recall_figure",
    "terms_figure",
    "weights_figure",
]
