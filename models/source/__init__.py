"""The PyTorch-source reading: a definition as Python that runs by itself."""

from models.source.module import to_torch_source

__all__ = ["to_torch_source"]
