"""Rules as a file: all rows, the name of the version, and the standard that they stand on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from almoner.urgency.rulebook.book import Rulebook, standard
from almoner.urgency.rulebook.changing import is_known, with_own
from almoner.urgency.rulebook.rows import as_plain, digest_of, from_plain

FORMAT = "almoner-urgency-rules/1"


class RulesNotRead(Exception):
    """The text is one line that says why a file of rules cannot be used."""


def exported(book: Rulebook) -> dict[str, Any]:
    rows = [as_plain(row) for row in book.rows.values()]
    return {
        "format": FORMAT,
        "version": book.version,
        "standard": standard().version,
        "digest": digest_of(rows),
        "rules": rows,
    }


def read_rules(path: Path) -> Rulebook:
    """The rules of a file that a console page gave. Raises RulesNotRead: a rule that is half understood is none."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as trouble:
        raise RulesNotRead(f"{path} cannot be read: {' '.join(str(trouble).split())}") from trouble
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise RulesNotRead(f"{path} holds no rules of Almoner ({FORMAT})")
    if told.get("standard") != standard().version:
        raise RulesNotRead(
            f"{path} stands on the rules {told.get('standard')}, and this Almoner brings {standard().version}: "
            "its words would be read otherwise; export the rules anew"
        )
    try:
        return _book(told)
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise RulesNotRead(f"{path} has a rule that cannot be read: {trouble!r}") from trouble


def _book(told: Mapping[str, Any]) -> Rulebook:
    if digest_of(told["rules"]) != told["digest"]:
        raise ValueError("the rules were changed after they were exported")
    rows = {row["id"]: row for row in told["rules"]}
    for row in map(from_plain, rows.values()):
        asked = {*getattr(row, "needs", ()), *getattr(row, "one_of", ()), *getattr(row, "unless", ())}
        if not all(map(is_known, asked)):
            raise ValueError(f"{row.id} asks for what no words tell of")
    every = dict.fromkeys([*standard().rows, *rows])
    return with_own({rule_id: {"row": rows.get(rule_id), "standard": ""} for rule_id in every}, str(told["version"]))
