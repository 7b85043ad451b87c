"""What a model can be asked to do: data turned into inputs and targets, each task with the loss of the best guess."""

from models.tasks.characters import next_character
from models.tasks.series import next_value
from models.tasks.task import Task, given

__all__ = ["Task", "given", "next_character", "next_value"]
