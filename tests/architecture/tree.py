"""The source as data, for the tests of the codebase itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "almoner"
SURFACES = ("portal", "console", "lobby", "telephone", "fhir", "gateway")
SHARED = ("choosing",)
"""What several surfaces ask and show alike: forms, and pieces of pages."""
DOMAIN = (
    "people", "timeline", "messaging", "charter", "catalogue", "urgency", "scheduling", "records", "visits",
    "aftercare", "desk", "replies", "insight",
)  # fmt: skip


def modules(*rooms: str) -> list[Path]:
    """Every module of the rooms (of the whole package without any), migrations left out."""
    places = [PACKAGE / room for room in rooms] or [PACKAGE]
    return sorted(path for place in places for path in place.rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".svg"})


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that is imported, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
