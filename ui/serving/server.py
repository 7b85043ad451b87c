"""What the web server does beside the pages: figures from SVG, the fonts, and a content security policy."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphviz_rnn.errors import GraphError
from graphviz_rnn.formats import export
from graphviz_rnn.formats.fonts import FOLDER
from graphviz_rnn.formats.sanitise import sanitised
from ui.address.served import FIRST_SCRIPT, NamesFirstScript
from ui.chart import PLOTLY

MOST_BYTES = 4_000_000
"""Largest SVG that is converted."""

_TYPES = {"png": "image/png", "pdf": "application/pdf"}
_FONTS = frozenset(one.name for one in FOLDER.iterdir() if one.suffix == ".ttf")


async def _figure(request: Request) -> Response:
    """Convert the SVG in the request's body to PNG or PDF."""
    format = request.path_params["format"]
    if format not in _TYPES:
        return PlainTextResponse(f"The format {format!r} is unknown; expected png or pdf.", 404)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return PlainTextResponse("The figure is too large to convert. Draw fewer steps, or export SVG.", 413)
    try:
        content = await run_in_threadpool(_converted, body, format)
    except (GraphError, ValueError) as error:
        return PlainTextResponse(str(error), 400)
    return Response(content, media_type=_TYPES[format])


def _converted(body: bytes, format: str) -> bytes:
    svg = sanitised(body)
    return export.png(svg, 2.0) if format == "png" else export.pdf(svg)


async def _font(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FONTS:
        return PlainTextResponse("There is no such font.", 404)
    return FileResponse(FOLDER / name, media_type="font/ttf", headers={"Cache-Control": "public, max-age=604800"})


class ContentSecurityPolicy:
    """Sends a policy with every page under which nothing foreign runs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the header to its answer."""

        async def with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", _policy(scope))]
            await send(message)

        await self.app(scope, receive, with_header if scope["type"] == "http" else send)


@cache
def _own_scripts() -> str:
    """Return the hashes of the scripts in Streamlit's own page, the only inline ones that may run."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script[^>]*>(.+?)</script>", page, re.DOTALL)
    digests = (b64encode(sha256(one.encode()).digest()).decode() for one in inline)
    return " ".join(f"'sha256-{one}'" for one in digests)


def _policy(scope: Scope) -> bytes:
    """Return the policy; the page's own socket is named, since 'self' does not cover it everywhere."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    socket = f"ws://{host} wss://{host}" if host.replace(".", "").replace(":", "").replace("-", "").isalnum() else ""
    return (
        "default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' "
        f"{_own_scripts()}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket} data:; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
    ).encode("latin-1")


ROUTES = [Route("/figure/{format}", _figure, methods=["POST"]), Route("/fonts/{name}", _font), FIRST_SCRIPT, PLOTLY]
MIDDLEWARE = [Middleware(ContentSecurityPolicy), Middleware(NamesFirstScript)]
