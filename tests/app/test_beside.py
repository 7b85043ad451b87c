"""The numbers beside the nodes of a graph without steps: values forward, and on the way back autograd's derivatives."""

import pytest
import torch

pytestmark = pytest.mark.browser

X, W, B = torch.tensor([1.0, 2, -1]), torch.tensor([0.5, 1, -0.5]), torch.tensor(-2.0)


def beside(page, what):
    """Return the numbers written beside each name, where any are."""
    found = page.locator(f".unfolded .beside.{what}").evaluate_all(
        "all => all.map(one => [one.parentElement.dataset.name, one.textContent])"
    )
    return {name: [float(one) for one in said.replace("−", "-").split(", ")] for name, said in found if said}


def expected(tensors):
    return {name: pytest.approx(one.reshape(-1).tolist(), rel=6e-3) for name, one in tensors.items()}


def test_values_come_as_they_are_computed_and_derivatives_on_the_way_back(visit):
    x, w, b = (one.clone().requires_grad_() for one in (X, W, B))
    u1 = x @ w
    u2 = u1 + b
    yhat = torch.sigmoid(u2)
    named = {"x": x, "u1": u1, "u2": u2, "yhat": yhat, "w": w, "b": b}
    gradients = dict(zip(named, torch.autograd.grad(yhat, list(named.values())), strict=True))
    page = visit("/graphs")
    assert set(beside(page, "value")) == {"x", "w", "b"}
    page.locator(".scrubber").press("End")
    assert beside(page, "value") == expected(named)
    assert beside(page, "gradient") == {}
    page.locator(".backward").click()
    assert set(beside(page, "gradient")) == {"yhat"}
    page.locator(".first").click()
    assert beside(page, "gradient") == expected(gradients)
    assert page.complaints == []


def test_numbers_are_written_inside_the_drawing_and_over_nothing(visit):
    page = visit("/graphs?graph=sum")
    page.locator(".scrubber").press("End")
    page.locator(".backward").click()
    page.locator(".first").click()
    assert beside(page, "gradient") == {"x": [4], "y": [2], "z": [1]}
    written = boxes(page, ".beside:not(:empty)")
    assert len(written) == 6
    (left, top, right, bottom), *_ = boxes(page, "svg")
    for one in written:
        assert left <= one[0]
        assert one[2] <= right
        assert top <= one[1]
        assert one[3] <= bottom
        assert not any(meet(one, other) for other in boxes(page, ".node > circle, .node > rect, .chip > rect"))


def boxes(page, selector):
    """Return left, top, right and bottom of all that a selector finds in the unfolded drawing."""
    return page.locator(f".unfolded :is({selector})").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.top, box.right, box.bottom])"
    )


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
