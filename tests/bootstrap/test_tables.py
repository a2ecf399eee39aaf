"""The tables of an empty database, made at once and by walking through all migrations, are the same, and so is what the
program writes into them by itself."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.bootstrap.conftest import Make
from tests.bootstrap.house import SERVER, House

IN_SQLITE = ["SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"]
IN_POSTGRESQL = [
    """SELECT table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
    column_default, is_identity) FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace""",
    "SELECT tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
]


@pytest.fixture
def walked(make_house: Make, tmp_path: Path) -> House:
    """A house whose tables came by every step: with the name of a room, the short way is not taken."""
    house = make_house(tmp_path / "walked", None)
    for room in (["core"], []):
        answer = house.run("-m", "django", "migrate", *room, "--verbosity", "0")
        assert answer.returncode == 0, answer.stderr
    return house


def test_F20_tables_made_at_once_are_those_that_the_steps_lead_to(model_house: House, walked: House) -> None:
    at_once, by_steps = _made_of(model_house), _made_of(walked)
    assert len(at_once) > 200
    assert at_once == by_steps
    assert _rows(model_house) == _rows(walked)


def _made_of(house: House) -> dict[str, Any]:
    """Everything that the database is made of, by name. In which order a table has its columns is left open."""
    with closing(house.connect()) as database:
        told = [database.execute(query).fetchall() for query in (IN_POSTGRESQL if SERVER else IN_SQLITE)]
    return {name: text and _parts(text) for rows in told for name, text in rows}


def _parts(text: str) -> list[str]:
    """What stands before the first bracket, then what stands between commas, sorted: of a table its columns."""
    head, _, inside = text.partition("(")
    return [head.strip(), *sorted(part.strip() for part in re.split(r",(?![^()]*\))", inside.removesuffix(")")))]


def _rows(house: House) -> dict[str, list[Any]]:
    """What the tables hold that the program fills by itself, without numbers and moments."""
    with closing(house.connect()) as database:
        done = database.execute("SELECT app, name FROM django_migrations").fetchall()
        models = database.execute("SELECT app_label, model FROM django_content_type").fetchall()
    return {"migrations": sorted(done), "models": sorted(models)}
