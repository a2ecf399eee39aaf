"""Run one web process, on ALMONER_HOST and ALMONER_PORT. Any number may run beside one PostgreSQL database."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace

HELP = "run one web process"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: ALMONER_HOST, or 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (default: ALMONER_PORT, or 8000)")
    parser.add_argument("--when-told", action="store_true", help=SUPPRESS)


def run(options: Namespace) -> int:
    import uvicorn

    from almoner.core.parent import end_with_parent
    from almoner.serving.address import address

    end_with_parent()
    if options.when_told:
        _load()
        if not sys.stdin.readline():
            return 1
    host, port = address(host=options.host, port=options.port)
    uvicorn.run(
        "almoner.asgi:application",
        host=host,
        port=port,
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return 0


def _load() -> None:
    """Load what the first page needs, without a look at the tables: they may not be ready."""
    from django.urls import get_resolver

    from almoner.asgi import application  # noqa: F401 - loaded for what it loads

    _ = get_resolver().url_patterns
