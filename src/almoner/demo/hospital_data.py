"""The rehearsal hospital's catalogue, as its data files say it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from almoner.catalogue.actions import load_catalogue
from almoner.core.actor import Actor


def hospital_data(name: str) -> dict[str, Any]:
    """All tables of the files in the folder `name`, one after the other."""
    merged: dict[str, Any] = {}
    for path in sorted((Path(__file__).parent / name).glob("*.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            merged[key] = [*merged.get(key, []), *value] if isinstance(value, list) else value
    return merged


def load_catalogue_of(name: str, *, by: Actor) -> None:
    load_catalogue(data=hospital_data(name), by=by)
