"""One word for one thing in every language: what the glossary has ruled out does not come back."""

from __future__ import annotations

import ast
import gettext
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from tests.architecture.tree import PACKAGE, ROOT, modules, parsed, short

RULES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TABLES = [
    PACKAGE / "charter" / "charter.toml",
    PACKAGE / "desk" / "dispositions.toml",
    *(PACKAGE / "urgency" / "rulebook").glob("*.toml"),
    *(PACKAGE / "demo" / "hospital").glob("*.toml"),
]
"""Data with texts under the code of a language. Lists are left out: they hold what people say, not what we say."""
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2, "pgettext": 2, "pgettext_lazy": 2}
"""Calls that mark a text, with how many of their arguments are gathered for translation."""


def faults(language: str, text: str) -> list[str]:
    return [f"“{rule['say']}”, not as in “{text}”" for rule in RULES[language] if _wrong(rule, text)]


def _wrong(rule: dict[str, Any], text: str) -> bool:
    left = text
    for right in rule.get("right_in", []):
        left = left.replace(right, "")
    return re.search(rule["not"], left) is not None


def catalogue(room: Path, language: str) -> dict[str, tuple[str, ...]]:
    """Every text of a room with its translations; a context stands before its text."""
    with (room / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        stored = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    found: dict[str, list[str]] = defaultdict(list)
    for key, said in stored.items():
        found[key[0] if isinstance(key, tuple) else key].append(said)
    return {key: tuple(said) for key, said in found.items() if key}


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.glob("*/locale"))


def under(language: str, data: Any) -> Iterator[str]:
    """The texts that a table of data holds under the code of a language."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if key == language and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from under(language, value)


def strings(data: Any) -> Iterator[str]:
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from strings(value)


def texts(language: str) -> Iterator[str]:
    for room in rooms():
        yield from (text for said in catalogue(room, language).values() for text in said)
    for path in (PACKAGE / "messaging" / "wording" / language).glob("*.toml"):
        yield from strings(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in TABLES:
        yield from under(language, tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("es", "Su visita está reservada", True),
        ("es", "Horario de visitas", False),
        ("es", "Ver mi historial", True),
        ("es", "Dinos cómo te encuentras", True),
        ("es", "Té o café", False),
        ("ar", "رقم الملف", True),
        ("ar", "اطبعها أو احفظها كملف PDF", False),
        ("ar", "أخبار القسم", True),
        ("ar", "فريق الرعاية الحرجة", True),
    ],
)
def test_a_word_that_was_ruled_out_is_seen(language: str, text: str, wrong: bool) -> None:
    assert bool(faults(language, text)) is wrong


@pytest.mark.parametrize("language", sorted(RULES))
def test_no_word_that_was_ruled_out_comes_back(language: str) -> None:
    assert [fault for text in texts(language) for fault in faults(language, text)] == []


@pytest.mark.parametrize("language", sorted(RULES))
def test_what_is_said_instead_stands_in_the_glossary(language: str) -> None:
    assert [rule["say"] for rule in RULES[language] if rule["say"] not in GLOSSARY] == []


@pytest.mark.parametrize("language", sorted(RULES))
def test_one_text_has_one_translation_in_all_rooms(language: str) -> None:
    """Django joins the catalogues, so of two translations one would win by chance: two meanings need a context."""
    said: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for room in rooms():
        for text, translated in catalogue(room, language).items():
            said[text].add(translated)
    assert {text: found for text, found in said.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", sorted(RULES))
def test_no_room_gives_a_day_or_a_month_another_name(language: str) -> None:
    """It would stand in every date that is written: Django looks its own names up in the joined catalogues."""
    with translation.override("en"):
        names = {str(name) for table in (WEEKDAYS, WEEKDAYS_ABBR, MONTHS) for name in table.values()}
    assert [text for room in rooms() for text in catalogue(room, language) if text in names] == []


def unreadable(tree: ast.Module) -> Iterator[str]:
    """Marked texts that are no literals, or marked by a name of our own: these are never gathered, and stay English."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            aliases = [one.asname for one in node.names if "gettext" in one.name and one.asname not in {None, "_"}]
            yield from (f"line {node.lineno}: marks texts as {alias}" for alias in aliases)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            gathered = node.args[: MARKS[node.func.id]]
            if not all(isinstance(part, ast.Constant) for part in gathered):
                yield f"line {node.lineno}: {ast.unparse(node)}"


def test_a_text_that_is_no_literal_is_seen() -> None:
    source = 'one = "1 day"\nngettext(one, "%(n)s days", n)\n_("Open")'
    assert list(unreadable(ast.parse(source))) == ["line 2: ngettext(one, '%(n)s days', n)"]


def test_a_mark_of_another_name_is_seen() -> None:
    source = "from django.utils.translation import gettext as _, gettext_lazy as lazy"
    assert list(unreadable(ast.parse(source))) == ["line 1: marks texts as lazy"]


def test_every_marked_text_can_be_gathered() -> None:
    assert [f"{short(path)} {fault}" for path in modules() for fault in unreadable(parsed(path))] == []
