"""Serve the script that runs before Streamlit's own, and name it in Streamlit's page."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TAG = b'<head><script src="./first.js"></script>'


async def _first(_: Request) -> FileResponse:
    return FileResponse(Path(__file__).parent / "first.js", media_type="text/javascript")


FIRST_SCRIPT = Route("/first.js", _first)


class NamesFirstScript:
    """Puts the first script at the head of every page of HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; of an answer in HTML the head of the body is changed, all else goes through."""
        started: Message = {}
        parts: list[bytes] = []

        async def changed(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                started.update(message)
            elif message["type"] == "http.response.body" and started:
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_all(b"".join(parts), started, send)
            else:
                await send(message)

        if scope["type"] == "http" and b"text/html" in dict(scope["headers"]).get(b"accept", b""):
            # asked for as it is, since inside a compressed body the head cannot be found
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            await self.app({**scope, "headers": plain}, receive, changed)
        else:
            await self.app(scope, receive, send)


def _is_html(message: Message) -> bool:
    kind: bytes = dict(message["headers"]).get(b"content-type", b"")
    return kind.startswith(b"text/html") and message["status"] == 200


async def _send_all(body: bytes, started: Message, send: Send) -> None:
    body = body.replace(b"<head>", _TAG, 1)
    kept = [pair for pair in started["headers"] if pair[0] not in (b"content-length", b"etag", b"last-modified")]
    await send({**started, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})
