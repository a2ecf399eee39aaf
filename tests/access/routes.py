"""Every address of the program, as the resolver knows it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from almoner.core.permissions import Permission

TABLE = Path(__file__).with_name("matrix.toml")


@dataclass(frozen=True, slots=True)
class Row:
    """Who may open a route: `who` is public, account (anybody signed in), person or staff, who need all of `needs`."""

    who: str
    needs: tuple[Permission, ...] = ()
    method: str = "get"
    stream: bool = False
    absent: bool = False
    """The route answers 404 to everybody: it belongs to a library and is closed here."""
    elsewhere: bool = False
    """It leads on by itself (a step of signing in that is not due, a redirect), so no page of its own is expected."""


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    parameters: tuple[str, ...] = field(default=())

    def address(self, values: dict[str, str]) -> str:
        return reverse(self.name, kwargs={one: values[one] for one in self.parameters})


def routes() -> list[Route]:
    """All routes by their names with their namespaces. One without a name is a route that nobody can list."""
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda route: route.name)


def _walk(patterns: list[URLPattern | URLResolver], space: str, before: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        parameters = before + _parameters(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, parameters)
        else:
            yield Route(f"{space}{pattern.name or 'nameless ' + str(pattern.pattern)}", parameters)


def _parameters(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    if isinstance(pattern.pattern, RoutePattern):
        return tuple(pattern.pattern.converters)
    return tuple(re.findall(r"\?P<(\w+)>", str(pattern.pattern)))


@lru_cache(maxsize=1)
def table() -> dict[str, Row]:
    """The declared table, by the route's name."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    declared = {name: Row(who="public") for name in rows.pop("public")}
    for group in rows.values():
        shared = group.pop("all", {})
        for name, row in group.items():
            said = {**shared, **row}
            said["needs"] = tuple(Permission(one) for one in said.get("needs", ()))
            declared[name] = Row(**said)
    return declared
