"""A provider of texts and calls on the loopback that speaks as Twilio does: takes, refuses, or cuts its answers."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from almoner.core import clock

ACCOUNT, TOKEN = "AC0123456789abcdef0123456789abcdef", "a-token-of-the-tests"
OWN = "+447700900000"


@dataclass
class Provider:
    """`says` gives (status, error code) for a text, 201 where it takes it. With `cuts` it takes the text and closes the
    connection instead of answering; with `forgets` it closes it and has not taken it."""

    url: str = ""
    says: Callable[[dict[str, str]], tuple[int, int]] = lambda _form: (201, 0)
    cuts: bool = False
    forgets: bool = False
    babbles: bytes = b""
    """Said instead of an answer that makes sense."""
    lists: int = 200
    now: Callable[[], datetime] = clock.now
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)


class Desk(BaseHTTPRequestHandler):
    provider: Provider

    def do_POST(self) -> None:
        octets = self.rfile.read(size := int(self.headers["Content-Length"]))
        if len(octets) < size:
            self.close_connection = True
            return
        form = dict(parse_qsl(octets.decode(), keep_blank_values=True))
        self.provider.signs.append(self.headers.get("Authorization", ""))
        if not self._is_let_in():
            return
        status, code = self.provider.says(form)
        if self.provider.forgets:
            self.close_connection = True
            return
        if status != 201:
            self._say(status, {"status": status, "code": code, "message": "as the test says"})
            return
        taken = self._take(form)
        if self.provider.cuts:
            self.close_connection = True
            return
        self._say(201, taken)

    def do_GET(self) -> None:
        if not self._is_let_in():
            return
        query = dict(parse_qsl(urlsplit(self.path).query))
        self.provider.asked.append(query)
        found = [one for one in reversed(self.provider.taken) if one["to"] == query["To"]]
        self._say(self.provider.lists, {"messages": found[: int(query.get("PageSize", 50))]})

    def _is_let_in(self) -> bool:
        secret = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        right = self.headers.get("Authorization") == f"Basic {secret}"
        where = f"/2010-04-01/Accounts/{ACCOUNT}/"
        right = right and urlsplit(self.path).path in {f"{where}Messages.json", f"{where}Calls.json"}
        if not right:
            self._say(401, {"status": 401, "code": 20003, "message": "Authenticate"})
        return right

    def _take(self, form: dict[str, str]) -> dict[str, Any]:
        if "Body" not in form:
            call = {"sid": f"CA{len(self.provider.taken) + 1:032x}", "status": "queued", "to": form["To"], "form": form}
            self.provider.taken.append(call)
            return call
        taken = {
            "sid": f"SM{len(self.provider.taken) + 1:032x}", "status": "queued", "to": form["To"], "body": form["Body"],
            "from": form.get("From"), "messaging_service_sid": form.get("MessagingServiceSid"),
            "date_created": format_datetime(self.provider.now()), "num_segments": "1",
            "callback": form.get("StatusCallback"),
        }  # fmt: skip
        self.provider.taken.append(taken)
        return taken

    def _say(self, status: int, said: dict[str, Any]) -> None:
        octets = self.provider.babbles or json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(octets)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def text_provider() -> Iterator[Provider]:
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnDesk", (Desk,), {"provider": made}))
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
