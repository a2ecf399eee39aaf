"""Phone-first parity: nothing can be done on the web that staff cannot do for somebody who rings (opening 4)."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern
from tests.access.routes import routes

from almoner.portal.urls import urlpatterns

TABLE = tomllib.loads(Path(__file__).with_name("parity.toml").read_text(encoding="utf-8"))


def deeds() -> Iterator[str]:
    """The routes of the portal by which something is done."""
    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and takes_post(pattern.callback):
            yield f"portal:{pattern.name}"


def takes_post(view: Callable[..., Any]) -> bool:
    """Whether a POST may reach the view: what its decorators say; without a word of them, it may."""
    source = ast.parse(Path(inspect.getfile(inspect.unwrap(view))).read_text(encoding="utf-8"))
    name = inspect.unwrap(view).__name__
    function = next(node for node in source.body if isinstance(node, ast.FunctionDef) and node.name == name)
    if function.returns and "Streaming" in ast.unparse(function.returns):
        return False
    said = [ast.unparse(decorator) for decorator in function.decorator_list]
    limits = [one for one in said if one.startswith("require_")]
    return not limits or any("POST" in one for one in limits)


def test_a_deed_is_told_from_a_page() -> None:
    found = set(deeds())
    assert {"portal:cancel_visit", "portal:act_for", "portal:choose_time"} <= found
    assert not {"portal:home", "portal:visits", "portal:journey"} & found


def test_every_deed_of_the_portal_is_done_at_the_desk_too() -> None:
    declared = {**TABLE["by_staff"], **TABLE["nobody_has_to"]}
    assert set(deeds()) - set(declared) == set(), "add a row to parity.toml, and the way to do it at the desk"
    assert set(declared) - set(deeds()) == set(), "rows of deeds that are gone"


@pytest.mark.parametrize("name", sorted(set(TABLE["by_staff"].values())))
def test_the_way_at_the_desk_is_there(name: str) -> None:
    assert name.startswith("console:")
    assert name in {route.name for route in routes()}


def test_nothing_is_left_out_without_a_reason() -> None:
    assert [name for name, why in TABLE["nobody_has_to"].items() if len(why.split()) < 4] == []
