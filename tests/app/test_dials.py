"""The dials of a page: what is moved or typed is what runs, and what does not read is told in a sentence."""

import pytest

from tests.app.conftest import settled

pytestmark = pytest.mark.browser


def slider(page, label="Hidden units"):
    return page.get_by_role("slider", name=label)


def box(page, label="Hidden units"):
    return page.get_by_role("spinbutton", name=label)


def units(page, count):
    """Wait until the state has so many numbers."""
    page.get_by_text(f"state, {count} number{'s' * (count != 1)}", exact=True).wait_for(timeout=10_000)


def test_slider_and_box_are_one_number(visit):
    page = visit("/")
    slider(page).press("ArrowRight")
    units(page, 9)
    assert box(page).input_value() == "9"
    box(page).fill("5")
    box(page).press("Enter")
    units(page, 5)
    assert slider(page).input_value() == "5"
    box(page).press("ArrowDown")
    units(page, 4)
    assert (slider(page).input_value(), box(page).get_attribute("aria-valuenow")) == ("4", "4")
    assert page.complaints == []


@pytest.mark.parametrize(
    ("typed", "seen"), [("99", "“99”"), ("2.5", "“2.5”"), ("", "nothing"), ("<b>", "“<b>”"), ("NaN", "“NaN”")]
)
def test_what_does_not_read_is_told_and_stays_until_it_is_set_right(visit, typed, seen):
    page = visit("/")
    box(page).fill(typed)
    box(page).press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Seen:")
    alert.wait_for()
    assert alert.inner_text() == f"Seen: {seen}; expected: a whole number from 1 to 32. It is still 8."
    assert box(page).input_value() == typed
    slider(page, "Years read").press("ArrowLeft")
    page.wait_for_url("**window=47**")
    assert (box(page).input_value(), alert.count()) == (typed, 1)
    units(page, 8)
    box(page).fill("6")
    box(page).press("Enter")
    units(page, 6)
    assert alert.count() == 0


def test_dials_moved_one_after_the_other_without_waiting_are_all_set(visit):
    page = visit("/")
    for _ in range(6):
        slider(page).press("ArrowRight")
    page.get_by_role("button", name="Seed: more").click()
    box(page, "First year").press("ArrowUp")
    page.wait_for_url(lambda url: all(one in url for one in ("hidden=14", "seed=1", "from=1701")))
    settled(page)
    units(page, 14)
    assert [one.input_value() for one in (slider(page), box(page, "Seed"), slider(page, "First year"))] == [
        "14", "1", "1701",
    ]  # fmt: skip


def test_a_slider_stays_under_the_hand_while_answers_come(visit):
    page = visit("/")
    strayed = slider(page).evaluate(
        """async (one) => {
          const strayed = [];
          for (let value = 9; value <= 30; value += 1) {
            one.value = value;
            one.dispatchEvent(new Event("input"));
            for (const end = performance.now() + 45; performance.now() < end; ) {
              await new Promise(requestAnimationFrame);
              if (+one.value !== value) strayed.push([value, +one.value]);
            }
          }
          return strayed;
        }"""
    )
    assert strayed == []
    units(page, 30)
    assert box(page).input_value() == "30"


def test_what_is_being_typed_stays_while_an_answer_comes(visit):
    page = visit("/")
    slider(page).press("ArrowRight")
    box(page, "First year").fill("")
    box(page, "First year").press_sequentially("17", delay=5)
    units(page, 9)
    page.wait_for_timeout(300)
    assert box(page, "First year").input_value() == "17"
    box(page, "First year").fill("1717")
    box(page, "First year").press("Enter")
    page.wait_for_url("**from=1717**")


def test_what_a_button_sets_shows_on_the_dial(visit):
    page = visit("/long-term")
    page.get_by_role("button", name="bump").click()
    page.wait_for_url("**shear=10**")
    assert slider(page, "Shear").input_value() == "10"
    assert box(page, "Shear").input_value() == "10"
