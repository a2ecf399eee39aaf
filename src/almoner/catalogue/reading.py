"""A hospital's catalogue as data: read from a folder of TOML files and checked, with every fault told at once. Pure.

Tables are `[[specialty]]`, `[[service]]` with its `[[service.preparation]]`, `[[room]]` and `[[approval]]`; which file
holds which does not matter. `docs/finding.md` says what the fields of a service mean to those who search.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.catalogue.enums import PreparationKind, Timing
from almoner.catalogue.lexicon import needs
from almoner.core.refusal import Faulty
from almoner.people.enums import Sex

LONGEST_AROUND = 240
"""So many minutes at most are kept free before or after a visit."""
LARGEST_GROUP = 60
TABLES = ("specialty", "service", "room", "approval")
_SERVICE = {
    "code", "specialty", "name", "summary", "needs", "answers", "leads_specialty", "minutes", "visit_minutes",
    "minutes_before", "minutes_after", "capacity",
    "performers", "performer_sex", "assistants", "on_call", "rooms", "by_video", "self_book", "needs_order", "escort",
    "fast_food_hours", "fast_clear_hours", "needs_readback", "languages", "min_age", "max_age", "sex", "pregnancy",
    "follow_up", "first_step", "step_free", "source", "preparation",
}  # fmt: skip
_PREPARATION = {"kind", "text", "timing", "hours_before", "hard"}


class FaultyCatalogue(Faulty):
    text = _("The catalogue has faults: %(faults)s")


def read_catalogue(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The catalogue tables of all TOML files in `folder`, checked. Raises FaultyCatalogue."""
    return read_texts({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


def read_texts(files: Mapping[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """The same, of files by their names. Raises FaultyCatalogue."""
    data: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for name, content in files.items():
        try:
            read = tomllib.loads(content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise FaultyCatalogue([f"{name} is not TOML: {fault}"]) from fault
        for table in TABLES:
            data[table] += read.get(table, [])
    check(data)
    return data


def check(data: dict[str, list[dict[str, Any]]]) -> None:
    """Raises FaultyCatalogue with everything that is wrong in `data`."""
    specialties = {row.get("code") for row in data.get("specialty", ())}
    codes = {row.get("code") for row in data.get("service", ())}
    faults = [fault for table in TABLES for fault in _twice(table, data.get(table, ()))]
    for row in data.get("specialty", ()):
        faults += _no_english(f"specialty {row.get('code')}", row, "name")
    for row in data.get("service", ()):
        faults += _service_faults(row, specialties, codes)
    if faults:
        raise FaultyCatalogue(faults)


def _twice(table: str, rows: Iterable[dict[str, Any]]) -> list[str]:
    key = "language" if table == "approval" else "code"
    count = Counter(str(row.get(key, "")) for row in rows)
    return [
        f"{table} {code or '(no code)'} stands {times} times" for code, times in count.items() if times > 1 or not code
    ]


def _no_english(where: str, row: dict[str, Any], name: str) -> list[str]:
    return [] if row.get(name, {}).get("en", "").strip() else [f"{where}: no {name} in English"]


def _service_faults(row: dict[str, Any], specialties: set[Any], codes: set[Any]) -> list[str]:
    where = f"service {row.get('code')}"
    faults = [f"{where}: “{name}” is no field of a service" for name in sorted(set(row) - _SERVICE)]
    faults += _no_english(where, row, "name") + _no_english(where, row, "summary")
    faults += [f"{where}: “{need}” is no need of the lexicon" for need in sorted(set(row.get("answers", {})) - needs())]
    weights = row.get("answers", {}).items()
    faults += [
        f"{where}: {need} has weight {weight}, not 1 to 3" for need, weight in weights if weight not in {1, 2, 3}
    ]
    if row.get("specialty") not in specialties:
        faults.append(f"{where}: there is no specialty “{row.get('specialty')}”")
    if row.get("first_step", row.get("code")) not in codes:
        faults.append(f"{where}: its first step “{row['first_step']}” is no service")
    minutes, whole = row.get("minutes", 0), row.get("visit_minutes", row.get("minutes", 0))
    if minutes < 1 or whole < minutes:
        faults.append(f"{where}: minutes must be 1 or more, and visit_minutes not less")
    around = [name for name in ("minutes_before", "minutes_after") if not 0 <= row.get(name, 0) <= LONGEST_AROUND]
    faults += [f"{where}: {name} must be 0 to {LONGEST_AROUND}" for name in around]
    if not 1 <= row.get("capacity", 1) <= LARGEST_GROUP:
        faults.append(f"{where}: capacity must be 1 to {LARGEST_GROUP}")
    faults += [f"{where}: {name} is missing" for name in ("performers", "rooms") if not row.get(name)]
    sexes = [name for name in ("sex", "performer_sex") if row.get(name, Sex.FEMALE) not in Sex.values]
    faults += [f"{where}: {name} “{row[name]}” is no sex" for name in sexes]
    for place, item in enumerate(row.get("preparation", ()), start=1):
        faults += _item_faults(f"{where}, preparation {place}", item)
    return faults


def _item_faults(where: str, item: dict[str, Any]) -> list[str]:
    faults = [f"{where}: “{name}” is no field of it" for name in sorted(set(item) - _PREPARATION)]
    faults += _no_english(where, item, "text")
    if item.get("kind") not in PreparationKind.values:
        faults.append(f"{where}: kind “{item.get('kind')}” is none of {', '.join(PreparationKind.values)}")
    timing = item.get("timing", Timing.AT)
    if timing not in Timing.values:
        faults.append(f"{where}: timing “{timing}” is none of {', '.join(Timing.values)}")
    if ("hours_before" in item) != (timing in {Timing.FROM, Timing.BY}):
        faults.append(f"{where}: hours_before goes with timing “from” or “by”, and they with it")
    return faults
