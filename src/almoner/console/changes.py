"""An event stream that says “changed” whenever a pulse has changed; the page then fetches its part anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

LIVE_SECONDS = 10


def stream(pulse: Callable[[], Any], *, every: float = LIVE_SECONDS) -> StreamingHttpResponse:
    """`pulse` is asked every so many seconds; it must differ whenever the page would."""
    return StreamingHttpResponse(
        _changes(pulse, every), content_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _changes(pulse: Callable[[], Any], every: float) -> AsyncIterator[bytes]:
    ask = sync_to_async(pulse)
    seen = await ask()
    yield b"retry: 5000\n\n"
    while True:
        await asyncio.sleep(every)
        now = await ask()
        yield b"event: changed\ndata: changed\n\n" if now != seen else b": still here\n\n"
        seen = now
