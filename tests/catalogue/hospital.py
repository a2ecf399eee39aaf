"""The rehearsal hospital's files, read once; and a finder over them without any tables."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import almoner.demo
from almoner.catalogue.finder import Entry, Finder
from almoner.catalogue.reading import read_catalogue

HOSPITAL = Path(almoner.demo.__file__).parent / "hospital"
HERE = Path(__file__).parent


def data() -> dict[str, list[dict[str, Any]]]:
    """A copy that a test may change."""
    return deepcopy(_data())


def file(name: str) -> dict[str, Any]:
    return tomllib.loads((HOSPITAL / f"{name}.toml").read_text(encoding="utf-8"))


def phrases(part: str) -> list[dict[str, Any]]:
    read = tomllib.loads((HERE / f"phrases_{part}.toml").read_text(encoding="utf-8"))
    return list(read["phrase"])


def entries() -> list[Entry]:
    names = {row["code"]: row["name"] for row in data()["specialty"]}
    return [entry_of(row, names) for row in data()["service"]]


def entry_of(row: dict[str, Any], specialty_names: dict[str, dict[str, str]]) -> Entry:
    return Entry(
        code=row["code"],
        specialty=row["specialty"],
        names=row["name"],
        summaries=row["summary"],
        specialty_names=specialty_names[row["specialty"]],
        lay_needs=row["needs"],
        answers=row["answers"],
        leads_specialty=row.get("leads_specialty", False),
        needs_order=row["needs_order"],
        min_age=row.get("min_age"),
        max_age=row.get("max_age"),
        sex=row.get("sex", ""),
        pregnancy=row.get("pregnancy", False),
        first_step=row.get("first_step", ""),
    )


@cache
def finder() -> Finder:
    return Finder(entries(), {"Dr Amina Shah": ["CAR-NEW", "CAR-ANG"], "Luis Romero": ["RHB-PT"]})


def codes(words: str, **options: Any) -> list[str]:
    return [one.code for one in finder().find(words, **options).results]


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    return read_catalogue(HOSPITAL)
