"""Domain rooms know no HTTP and no HTML; surfaces know no tables."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.architecture.tree import DOMAIN, PACKAGE, SHARED, SURFACES, imports, modules, parsed, short

HTTP = (
    "django.http", "django.shortcuts", "django.views", "django.urls", "django.forms", "django.middleware",
    "django.template", "django_htmx", "template_partials", "uvicorn", "almoner.ui",
)  # fmt: skip
MAY_RENDER = {"messaging", "records"}
"""These write letters and e-mails, and so may use the template engine; never a request."""
SIGN_IN = {
    f"src/almoner/people/{name}.py"
    for name in ("adapter", "context", "forms", "limits", "middleware", "speaking", "urls", "views", "watching")
}
"""Accounts are people's; signing in, which is HTTP, stands beside them. Nothing else of the room may import these."""

WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ORM_IMPORTS = ("django.db.models", "django.db.transaction", "django.db.connection")


def http_in(tree: ast.Module, room: str) -> Iterator[str]:
    allowed = ("django.template",) if room in MAY_RENDER else ()
    for name in imports(tree):
        if name.startswith(HTTP) and not name.startswith(allowed or "\0"):
            yield f"imports {name}"


def tables_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node.func):
            yield f"line {node.lineno}: {ast.unparse(node.func)}()"
    for name in imports(tree):
        if name.startswith(ORM_IMPORTS):
            yield f"imports {name}"


def _writes(call: ast.Attribute) -> bool:
    on_session_or_cache = ast.unparse(call.value).endswith(("session", "cache", "response"))
    return call.attr in WRITES or (call.attr == "delete" and not on_session_or_cache)


@pytest.mark.parametrize(
    ("source", "room", "seen"),
    [
        ("from django.http import HttpResponse", "visits", True),
        ("from almoner.ui.charts import trend", "insight", True),
        ("from django.template.loader import render_to_string", "visits", True),
        ("from django.template.loader import render_to_string", "messaging", False),
        ("from django.shortcuts import render", "messaging", True),
        ("from django.db import models", "visits", False),
    ],
)
def test_http_in_a_domain_room_is_seen(source: str, room: str, *, seen: bool) -> None:
    assert bool(list(http_in(ast.parse(source), room))) is seen


@pytest.mark.parametrize(
    "source", ["Person.objects.all()", "visit.save()", "visit.delete()", "import django.db.models"]
)
def test_tables_in_a_surface_are_seen(source: str) -> None:
    assert list(tables_in(ast.parse(source)))


def test_session_is_no_table() -> None:
    assert list(tables_in(ast.parse("request.session.delete('x')"))) == []


@pytest.mark.parametrize("room", DOMAIN)
def test_domain_room_knows_no_http(room: str) -> None:
    paths = [path for path in modules(room) if short(path) not in SIGN_IN]
    assert [f"{short(path)} {fault}" for path in paths for fault in http_in(parsed(path), room)] == []


def test_only_sign_in_knows_sign_in() -> None:
    doors = tuple(f"almoner.people.{Path(name).stem}" for name in SIGN_IN)
    others = [path for path in modules(*DOMAIN) if short(path) not in SIGN_IN and path.name != "apps.py"]
    assert [f"{short(path)} imports {name}" for path in others for name in imports(parsed(path)) if name in doors] == []


@pytest.mark.parametrize("room", [*SHARED, *SURFACES])
def test_surface_knows_no_tables(room: str) -> None:
    assert [f"{short(path)} {fault}" for path in modules(room) for fault in tables_in(parsed(path))] == []


def test_every_folder_is_a_room_of_the_plan() -> None:
    known = {
        *DOMAIN,
        *SHARED,
        *SURFACES,
        "core",
        "ui",
        "demo",
        "commands",
        "serving",
        "backup",
        "locale",
        "templates",
        "static",
    }
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(Path(path).iterdir())}
    assert folders - known - {"__pycache__"} == set()
