"""The dials of a page, as AppTest sees and turns them."""

import json


def dials(page):
    """Return what the browser is told of every dial of a page, in the order shown."""
    shown = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "dials"]
    return [dial for one in shown for dial in json.loads(one.json)["dials"]]


def turn(page, path, **values):
    """Set dials of the page at ``/path`` and run it."""
    offered = {one["key"] for one in dials(page)}
    for key, value in values.items():
        assert key in offered
        page.session_state[f"{key} on /{path}"] = value
    return page.run()
