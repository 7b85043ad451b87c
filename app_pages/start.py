"""The first page: a definition, folded and unfolded, running on real data."""

from ui.furniture.attempt import attempt
from ui.furniture.controls import choose_model, choose_numbers
from ui.furniture.lesson import closing, opening_of, page, say_done
from ui.furniture.plots import show_run
from ui.running.runs import Run

choice = choose_model()
opening_of(choice.text)


@page
def start() -> Run | None:
    """Show what follows the controls."""
    run = attempt(choose_numbers(choice), page="start")
    if run is not None:
        say_done(run)
        show_run(run)
    return run


closing(
    (
        ("play.", "The forward pass lights column after column; then the gradient runs back from the loss."),
        ("`W @ h[t-2]` in place of `W @ h[t-1]` under *Change its equations*.", "Two chains that do not meet."),
        ("200 training updates.", "The loss falls, and ∂loss/∂h with it: o comes near the next year's number."),
    ),
    "Goodfellow, Bengio & Courville (2016), *Deep Learning*, chapter 10. Sunspot numbers: WDC-SILSO, Royal "
    "Observatory of Belgium.",
)
