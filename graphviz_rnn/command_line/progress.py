"""A word on what takes long, for someone who waits at a terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds after which something is said."""


@contextmanager
def progress(words: str) -> Iterator[None]:
    """Say on standard error how long something has taken, from the first second on, if that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(words, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(words: str, done: threading.Event) -> None:
    start = time.monotonic()
    said = False
    while not done.wait(PATIENCE if not said else 0.5):
        said = True
        sys.stderr.write(f"\r{words} … {time.monotonic() - start:.0f} s")
        sys.stderr.flush()
    if said:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
