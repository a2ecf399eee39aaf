"""Static files: each as one whole answer, small on its way, and kept by browsers for as long as it stays what it is.

A page names a file with the version of what it says (`?v=…`), so a browser asks for it once. Nothing needs to be
collected before the program starts: files are read when they are first asked for, and then stay in memory.
"""

from __future__ import annotations

import gzip
import hashlib
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from almoner.ui import bundling

TYPES = {
    ".css": 'text/css; charset="utf-8"',
    ".js": 'text/javascript; charset="utf-8"',
    ".svg": "image/svg+xml",
    ".txt": 'text/plain; charset="utf-8"',
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
PACKED = (".css", ".js", ".svg", ".txt")
"""Files of text, which go over the line at a fraction of their size; the others are packed already."""
FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"
WHOLE_SHEET, WHOLE_SCRIPT = "ui/almoner.css", "ui/js/almoner.js"


@dataclass(frozen=True, slots=True)
class File:
    """What is answered for one file; `packed` is empty where it is not worth it."""

    kind: str
    body: bytes
    packed: bytes
    version: str


@cache
def file(name: str) -> File:
    """The static file of this name. Raises FileNotFoundError."""
    found = finders.find(name)
    if not isinstance(found, str) or not Path(found).is_file():
        raise FileNotFoundError(name)
    path = Path(found)
    body = _said(name, path)
    packed = gzip.compress(body, mtime=0) if path.suffix in PACKED else b""
    version = hashlib.sha256(body).hexdigest()[:16]
    return File(TYPES.get(path.suffix, "application/octet-stream"), body, packed, version)


def _said(name: str, path: Path) -> bytes:
    if name == WHOLE_SHEET:
        return bundling.style_sheet(path, lambda other: _beside(name, other)).encode()
    if name == WHOLE_SCRIPT:
        return bundling.script(path).encode()
    return path.read_bytes()


def _beside(name: str, other: str) -> str:
    """How the file `name` names another, relative to it."""
    return f"{other}?v={file(posixpath.join(posixpath.dirname(name), other)).version}"


class VersionedFiles(StaticFilesStorage):
    """Addresses of static files, each with its version. A name that no file has is a fault of the page."""

    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?v={file(name or '').version}"


class StaticFilesMiddleware:
    sync_capable, async_capable = True, False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = request.path_info.removeprefix(settings.STATIC_URL)
        if name == request.path_info or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        try:
            found = file(name)
        except FileNotFoundError:
            return self.get_response(request)
        return _answer(found, request)


def _answer(found: File, request: HttpRequest) -> HttpResponseBase:
    packed = bool(found.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{found.version}{"-gz" if packed else ""}"'
    answer = HttpResponse(found.packed if packed else found.body, content_type=found.kind)
    if packed:
        answer["Content-Encoding"] = "gzip"
    if found.packed:
        patch_vary_headers(answer, ["Accept-Encoding"])
    answer["Content-Length"] = str(len(answer.content))
    answer["ETag"] = etag
    answer["Cache-Control"] = FOR_A_YEAR if request.GET.get("v") == found.version else FOR_A_MINUTE
    return get_conditional_response(request, etag=etag, response=answer) or answer
