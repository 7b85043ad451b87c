"""The figures that a page shows, as AppTest sees them."""

import json


def charts(page):
    """Return the plotly figures of a page as plain data, in the order shown."""
    shown = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "chart"]
    return [json.loads(one.bytes) for one in shown]
