"""What a model can be asked to do: data turned into inputs and targets, each task with the loss of a blind answer."""

from models.tasks.adding import Adding, AddingWithEnds
from models.tasks.around import Around
from models.tasks.change import Change
from models.tasks.characters import next_character
from models.tasks.copying import Copying
from models.tasks.parity import Parity
from models.tasks.series import next_value
from models.tasks.task import Task, given
from models.tasks.temporal_order import TemporalOrder
from models.tasks.translation import Translation, dates, number_words
from models.tasks.windows import Windows

__all__ = [
    "Adding",
    "AddingWithEnds",
    "Around",
    "Change",
    "Copying",
    "Parity",
    "Task",
    "TemporalOrder",
    "Translation",
    "Windows",
    "dates",
    "given",
    "next_character",
    "next_value",
    "number_words",
]
