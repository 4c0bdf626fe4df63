"""One picture, in a process of its own: JSON of a figure on stdin, the picture on stdout.

Started by path for every picture, so that it can be ended when it takes too long, and its memory goes with it. It asks
no other host for anything: Plotly's own script is read from its package, and whatever else the browser might request
goes to a proxy that does not exist.
"""

import json
import sys
from importlib.resources import files
from typing import Any, Final

WIDTH: Final = 960
"""Pixels of a picture whose figure takes the width of the page."""

HEIGHT: Final = 480
SCALE: Final = 2
"""How many points of a PNG a pixel has."""

NOWHERE: Final = "127.0.0.1:9"


def draw_plotly(figure: dict[str, Any], form: str) -> bytes:
    """The system's Chromium draws it, led by kaleido."""
    import kaleido  # noqa: PLC0415, a second that Vega's figures need not wait for

    layout = figure.get("layout", {})
    size = {"width": layout.get("width") or WIDTH, "height": layout.get("height") or HEIGHT}
    script = files("plotly") / "package_data" / "plotly.min.js"
    picture: bytes = kaleido.calc_fig_sync(
        figure,
        opts={"format": form, "scale": SCALE if form == "png" else 1, **size},
        kopts={"plotlyjs": str(script), "mathjax": False, "proxy_server": NOWHERE},
    )
    return picture


def draw_vega(chart: dict[str, Any], form: str) -> bytes:
    """vl-convert draws it, without a browser."""
    import vl_convert  # noqa: PLC0415, as above

    if form == "svg":
        drawing: str = vl_convert.vegalite_to_svg(chart, allowed_base_urls=[])
        return drawing.encode()
    picture: bytes = vl_convert.vegalite_to_png(chart, scale=SCALE, allowed_base_urls=[])
    return picture


ENGINES: Final = {"plotly": draw_plotly, "vega": draw_vega}


if __name__ == "__main__":
    engine, form = sys.argv[1:]
    sys.stdout.buffer.write(ENGINES[engine](json.load(sys.stdin.buffer), form))
