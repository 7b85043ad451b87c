"""From numbers of a trace to plotly figures, in one look."""

from figures.cliff import cliff_figure, norms_figure
from figures.components import components_figure
from figures.gradient_norm import gradient_norm_figure
from figures.hidden_states import hidden_state_figure
from figures.learning import learning_figure
from figures.outputs import outputs_figure
from figures.reach import reach_figure
from figures.recall import recall_figure
from figures.spectrum import decay_figure, matrix_figure
from figures.terms import terms_figure, weights_figure

__all__ = [
    "cliff_figure",
    "components_figure",
    "decay_figure",
    "gradient_norm_figure",
    "hidden_state_figure",
    "learning_figure",
    "matrix_figure",
    "norms_figure",
    "outputs_figure",
    "reach_figure",
    "recall_figure",
    "terms_figure",
    "weights_figure",
]
