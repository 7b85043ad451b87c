"""A change of the graph's structure is one movement: from where all stood, to where a fresh page has it."""

import pytest

pytestmark = pytest.mark.browser

HOLD = """() => {
  const animate = Element.prototype.animate;
  globalThis.held = [];
  Element.prototype.animate = function (frames, timing) {
    const made = animate.call(this, frames, timing);
    made.pause();
    held.push(made);
    return made;
  };
}"""
"""Let every animation from now on stand still until it is told its time."""

SEEK = "time => { for (const one of held) one.currentTime = time; }"

PLACES = """() => {
  const root = [...document.querySelectorAll('*')].find(one => one.shadowRoot?.querySelector('.live')).shadowRoot;
  return Object.fromEntries([...root.querySelectorAll('.node')].map(one => {
    const box = one.querySelector('circle, rect').getBoundingClientRect();
    return [one.id, [box.x + box.width / 2, box.y + box.height / 2, box.width]];
  }));
}"""

STILL = """() => {
  const root = [...document.querySelectorAll('*')].find(one => one.shadowRoot?.querySelector('.live')).shadowRoot;
  return root.querySelector('.live').getAnimations({ subtree: true }).length === 0;
}"""


def near(one, other, within=1.0):
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def held_at(page, time):
    page.evaluate(SEEK, time)
    return page.evaluate(PLACES)


def lengthen(page, *, by=1):
    slider = page.get_by_role("slider", name="τ, the steps unfolded")
    for _ in range(by):
        slider.press("ArrowRight")


def test_a_further_step_grows_out_of_the_last_and_all_others_glide(visit):
    page = visit("/unfolding")
    before = page.evaluate(PLACES)
    page.evaluate(HOLD)
    lengthen(page)
    page.locator("#unfolded-h_4").wait_for(state="attached", timeout=20_000)
    start, half, end = held_at(page, 0), held_at(page, 250), held_at(page, 499.9)
    assert set(start) == {*before, "unfolded-h_4", "unfolded-x_4"}
    for node, place in before.items():
        assert near(start[node], place), node
    assert near(start["unfolded-h_4"], before["unfolded-h_3"])
    assert end["unfolded-h_4"][0] > end["unfolded-h_3"][0] + 60
    moved = [node for node in before if not near(start[node], end[node], 5)]
    assert {"unfolded-h_1", "unfolded-x_3"} <= set(moved)
    for node in moved:
        assert all(
            min(a, c) - 1 <= b <= max(a, c) + 1 for a, b, c in zip(start[node], half[node], end[node], strict=True)
        )
        assert not near(start[node], half[node], 0.5)
        assert not near(half[node], end[node], 0.5)


def test_the_cycle_is_cut_before_your_eyes(visit):
    page = visit("/patterns?pattern=Output+recurrence")
    page.evaluate(HOLD)
    page.get_by_text("the true output", exact=True).click()
    page.locator('.folded .edge[data-source="y"][data-target="h"]').wait_for(state="attached", timeout=20_000)
    cut = """() => held.filter(one => one.effect.getKeyframes().at(-1).strokeDashoffset).map(one => {
      const style = getComputedStyle(one.effect.target);
      return parseFloat(style.strokeDashoffset) / parseFloat(style.strokeDasharray);
    })"""
    parts = []
    for time in (0, 250, 499.9):
        page.evaluate(SEEK, time)
        parts.append(page.evaluate(cut))
    assert len(parts[0]) == 5  # o -> h folded, and o(1) -> h(2) to o(4) -> h(5); that of o(0) goes with its node
    assert all(first == 0 and 0.2 < half < 0.9 and last > 0.99 for first, half, last in zip(*parts, strict=True))
    assert page.locator('.edge[data-source="o"][data-target="h"]').count() == 0
    page.evaluate("() => held.forEach(one => one.finish())")
    page.wait_for_function(STILL)
    assert page.locator(".unfolded g:not([class])").count() == 0
    assert page.complaints == []


def test_changes_in_quick_succession_end_where_a_fresh_page_stands(visit):
    page = visit("/unfolding")
    lengthen(page, by=4)
    page.locator("#unfolded-h_7").wait_for(timeout=20_000)
    page.wait_for_function(STILL, timeout=5000)
    fresh = visit("/unfolding?unfold=7").evaluate(PLACES)
    shown = page.evaluate(PLACES)
    assert set(shown) == set(fresh)
    assert all(near(shown[node], fresh[node]) for node in fresh)


def test_with_reduced_motion_the_next_drawing_stands_at_once(visit):
    page = visit("/unfolding")
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(HOLD)
    lengthen(page)
    page.locator("#unfolded-h_4").wait_for(timeout=20_000)
    assert page.evaluate("held.length") == 0
