"""Houses to test in. The tables are made once; each test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from tests.bootstrap.house import SERVER, House

Make = Callable[[Path, House | None], House]


@pytest.fixture(scope="session")
def make_house() -> Iterator[Make]:
    """Make a house with an empty database, or with a copy of another house's."""
    family = f"house_{uuid4().hex[:12]}"

    def make(home: Path, like: House | None) -> House:
        home.mkdir(mode=0o700)
        house = House(home, f"{family}_{uuid4().hex[:8]}" if SERVER else "")
        if house.database:
            model = sql.Identifier(like.database if like else "template1")
            _on_server(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(house.database), model))
        elif like:
            shutil.copyfile(like.home / "almoner.sqlite3", home / "almoner.sqlite3")
        return house

    yield make
    for name in _databases(family) if SERVER else []:
        _on_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def model_house(make_house: Make, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Tables, and three entries in the audit chain."""
    house = make_house(tmp_path_factory.mktemp("model") / "home", None)
    house.open_tables()
    house.seed(3)
    return house


@pytest.fixture(scope="session")
def model_archive(model_house: House) -> Path:
    """A backup of it."""
    return Path(model_house.done("backup")["file"])


@pytest.fixture
def house(make_house: Make, tmp_path: Path) -> House:
    """A house without tables."""
    return make_house(tmp_path / "home", None)


@pytest.fixture
def lived_in(make_house: Make, model_house: House, tmp_path: Path) -> House:
    """A house with tables and three entries in its audit chain."""
    return make_house(tmp_path / "home", model_house)


def _on_server(statement: sql.Composed) -> None:
    with closing(psycopg.connect(SERVER, autocommit=True)) as server:
        server.execute(statement)


def _databases(family: str) -> list[str]:
    with closing(psycopg.connect(SERVER)) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [family]).fetchall()
    return [str(row[0]) for row in rows]
