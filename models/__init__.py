"""From a definition to running PyTorch: models, traces, gradients, data and training."""

from models.beam_search import beam_search
from models.build import RecurrentModel, build
from models.derivatives import local_derivatives
from models.errors import ModelError
from models.from_torch import from_torch
from models.generation import generate
from models.learning.recipe import Recipe
from models.learning.training import train
from models.source import to_torch_source
from models.trace import Trace

__all__ = [
    "ModelError",
    "Recipe",
    "RecurrentModel",
    "Trace",
    "beam_search",
    "build",
    "from_torch",
    "generate",
    "local_derivatives",
    "to_torch_source",
    "train",
]
