"""Reading a charter from TOML data, with every fault told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import time
from pathlib import Path
from string import Template
from typing import Any

from almoner.charter.durations import duration
from almoner.charter.enums import Hours
from almoner.charter.standard import CHANNELS, STAGES, Charter, Due, FaultyCharter, Rung, Sending, Standard, Team
from almoner.core.permissions import Permission

_KNOWN = {
    "key", "basis", "stage", "name", "promise", "opens_on", "when", "due", "owner", "sends", "send_from", "kept_by",
    "deed", "withdrawn_by", "withdrawn_if", "risk", "ladder", "repeat", "new_time", "apology", "once_per_person",
    "once_per_subject", "only_by_deed", "seen_with",
}  # fmt: skip


def read_charter(path: Path, languages: Iterable[str]) -> Charter:
    """The charter in the file. Raises FaultyCharter."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise FaultyCharter([f"there is no charter file at {path.name}"]) from fault
    except tomllib.TOMLDecodeError as fault:
        raise FaultyCharter([f"{path.name} is not TOML: {fault}"]) from fault
    return charter_from(data, tuple(languages))


def charter_from(data: dict[str, Any], languages: tuple[str, ...]) -> Charter:
    """The charter in `data`. Raises FaultyCharter naming each standard and what to mend."""
    faults: list[str] = []
    teams = {
        key: Team(key, dict(row.get("name", {})), tuple(row.get("roles", ())))
        for key, row in data.get("team", {}).items()
    }
    for team in teams.values():
        faults += [f"team {team.key}: no name in {code}" for code in languages if not team.name.get(code)]
        faults += [] if team.roles else [f"team {team.key}: nobody is on it (roles)"]
    standards: dict[str, Standard] = {}
    for place, row in enumerate(data.get("standard", ()), start=1):
        where = f"standard {row.get('key') or place}"
        reader = _Reader(row, where, languages, teams, faults)
        standard = reader.standard()
        if standard and standard.key in standards:
            faults.append(f"{where}: the key stands twice")
        if standard:
            standards[standard.key] = standard
    if not standards and not faults:
        faults.append("the charter promises nothing")
    if faults:
        raise FaultyCharter(faults)
    return Charter(str(data.get("version", "1")), standards, teams)


class _Reader:
    """Reads one standard, and gathers what is wrong with it."""

    def __init__(
        self, row: dict[str, Any], where: str, languages: tuple[str, ...], teams: dict[str, Team], faults: list[str]
    ) -> None:
        self.row, self.where, self.languages, self.teams, self.faults = row, where, languages, teams, faults

    def standard(self) -> Standard | None:
        before = len(self.faults)
        row = self.row
        for name in sorted(set(row) - _KNOWN):
            self.fault(f"“{name}” is not a word of the charter")
        sends = tuple(self.sending(item) for item in row.get("sends", ()))
        standard = Standard(
            key=self.text("key"),
            basis=self.words("basis"),
            stage=self.one_of("stage", STAGES),
            name=self.text("name"),
            promise=self.promise(),
            opens_on=self.words("opens_on", needed=True),
            when=dict(row.get("when", {})),
            due=self.due(row.get("due", {})),
            owner=self.team(row.get("owner"), "owner"),
            sends=sends,
            send_from=self.wall(row["send_from"]) if "send_from" in row else None,
            kept_by=self.words("kept_by"),
            deed=row.get("deed", ""),
            withdrawn_by=self.words("withdrawn_by"),
            withdrawn_if=self.conditions("withdrawn_if"),
            risk=self.length(row.get("risk", "0 minutes"), "risk"),
            ladder=tuple(self.rung(item) for item in row.get("ladder", ())),
            repeat=self.length(row.get("repeat", "1 day"), "repeat"),
            new_time=self.length(row.get("new_time", "1 day"), "new_time"),
            apology=bool(row.get("apology", True)),
            once_per_person=bool(row.get("once_per_person", False)),
            once_per_subject=bool(row.get("once_per_subject", False)),
            seen_with=self.permission(row.get("seen_with", "")),
            only_by_deed=bool(row.get("only_by_deed", False)),
        )
        if not (standard.sends or standard.kept_by or standard.deed):
            self.fault("nothing keeps it: name messages (sends), events (kept_by) or a deed")
        if standard.only_by_deed and not standard.kept_by:
            self.fault("it ends only by its deed, and no event tells of that")
        if not standard.ladder:
            self.fault("it has no ladder: who hears of it when it is broken?")
        return standard if len(self.faults) == before else None

    def fault(self, text: str) -> None:
        self.faults.append(f"{self.where}: {text}")

    def text(self, name: str) -> str:
        value = self.row.get(name)
        if not isinstance(value, str) or not value.strip():
            self.fault(f"{name} is missing")
            return ""
        return value.strip()

    def words(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        value = self.row.get(name, ())
        words = (value,) if isinstance(value, str) else tuple(value)
        if needed and not words:
            self.fault(f"{name} is missing")
        return words

    def conditions(self, name: str) -> dict[str, dict[str, Any]]:
        value = self.row.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(when, dict) and when for when in value.values()):
            self.fault(f"{name} needs for each event its conditions, as in when")
            return {}
        return {str(event): dict(when) for event, when in value.items()}

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        value = self.text(name)
        if value and value not in choices:
            self.fault(f"{name} “{value}” is none of {', '.join(choices)}")
        return value

    def promise(self) -> dict[str, str]:
        said = dict(self.row.get("promise", {}))
        for code in self.languages:
            if not said.get(code, "").strip():
                self.fault(f"the promise is not said in {code}")
        for code, sentence in said.items():
            if not Template(sentence).is_valid():
                self.fault(f"the promise in {code} has a $ that names nothing")
        return said

    def team(self, key: Any, name: str) -> str:
        if key not in self.teams:
            self.fault(f"{name} “{key}” is no team of the charter ({', '.join(self.teams) or 'it has none'})")
            return ""
        return str(key)

    def length(self, text: Any, name: str) -> Any:
        try:
            return duration(text)
        except ValueError as wrong:
            self.fault(f"{name}: {wrong}")
            return duration("0 minutes")

    def permission(self, name: Any) -> str:
        if name and name not in set(Permission):
            self.fault(f"seen_with “{name}” is no permission")
        return str(name)

    def wall(self, text: Any) -> time | None:
        try:
            return time.fromisoformat(text)
        except (TypeError, ValueError):
            self.fault(f"“{text}” is no time of day; write it like “10:00”")
            return None

    def due(self, row: dict[str, Any]) -> Due:
        ways = [name for name in ("after", "before", "on", "by_level") if name in row]
        if len(ways) != 1:
            self.fault("due needs exactly one of after, before, on, by_level")
        hours = row.get("hours", "calendar")
        if hours not in Hours.values:
            self.fault(f"due hours “{hours}” is none of {', '.join(Hours.values)}")
            hours = Hours.CALENDAR
        levels = {
            int(level): self.length(text, f"due level {level}") for level, text in row.get("by_level", {}).items()
        }
        if "by_level" in row and set(levels) != {1, 2, 3, 4, 5}:
            self.fault("due by_level needs a time for each of the levels 1 to 5")
        return Due(
            after=self.length(row["after"], "due after") if "after" in row else None,
            before=row.get("before", ""),
            by=self.length(row.get("by", "0 minutes"), "due by"),
            wall=self.wall(row["at"]) if "at" in row else None,
            on=row.get("on", ""),
            by_level=levels or None,
            hours=Hours(hours),
            latest=str(row.get("latest", "")),
        )

    def sending(self, row: dict[str, Any]) -> Sending:
        ways = tuple(row.get("ways", ()))
        for way in ways:
            if way not in CHANNELS:
                self.fault(f"“{way}” is no channel; there are {', '.join(sorted(CHANNELS))}")
        if not row.get("kind") or not ways:
            self.fault("each message it sends needs a kind and ways")
        return Sending(str(row.get("kind", "")), ways)

    def rung(self, row: dict[str, Any]) -> Rung:
        return Rung(self.length(row.get("after", "0 minutes"), "ladder"), self.team(row.get("to"), "ladder to"))
