"""A backup comes back whole, or not at all (laws I-31, I-41; faults F17, F18, F19, F20)."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from tests.bootstrap.house import FUTURE, SERVER, House

from almoner.backup.archive import digest_of, write_archive
from almoner.backup.manifest import Engine, Manifest
from almoner.serving.folder import held

THREE = ["test.deed0", "test.deed1", "test.deed2"]


def backed_up(house: House) -> Path:
    return Path(house.done("backup")["file"])


@pytest.fixture
def archive(lived_in: House, model_archive: Path) -> Path:
    """A backup of the house as it stands, in its own folder."""
    folder = lived_in.home / "backups"
    folder.mkdir(mode=0o700)
    return Path(shutil.copy(model_archive, folder))


def test_I_41_backup_comes_back_whole_and_later_work_is_kept_aside(lived_in: House, archive: Path) -> None:
    lived_in.seed(2)
    answer = lived_in.done("restore", str(archive), "--over")
    assert lived_in.acts() == [*THREE, "messaging.new_epoch"]
    assert (answer["audit_entries"], answer["findings"]) == (3, [])
    assert lived_in.done("audit", "verify")["whole"]
    aside = House(lived_in.home.parent / "aside", answer["kept_aside"] if SERVER else "")
    if not SERVER:
        aside.home.mkdir()
        shutil.copyfile(answer["kept_aside"], aside.home / "almoner.sqlite3")
    assert aside.acts() == [*THREE, "test.deed0", "test.deed1"]


def test_restore_refuses_to_replace_data_unless_told_to(lived_in: House, archive: Path) -> None:
    lived_in.seed(1)
    answer = lived_in.almoner("restore", str(archive))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "almoner: there are data already; say --over to replace them (they are kept aside)\n"
    assert lived_in.acts() == [*THREE, "test.deed0"]


def test_F18_lost_machine_is_put_back_without_asking(lived_in: House, archive: Path, tmp_path: Path) -> None:
    shipped = shutil.copy(archive, tmp_path / "shipped.tar")
    shutil.rmtree(lived_in.home)
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {lived_in.database}")
    assert lived_in.done("restore", str(shipped))["kept_aside"] == ""
    assert lived_in.acts() == [*THREE, "messaging.new_epoch"]


def test_restored_chain_is_held_against_its_own_heads(lived_in: House, archive: Path) -> None:
    """The heads that were kept outside after the backup was made speak of a chain that is no longer there."""
    lived_in.seed(2)
    (lived_in.home / "audit-heads.jsonl").write_text('{"number": 5, "digest": "of the fifth"}\n', encoding="utf-8")
    lived_in.done("restore", str(archive), "--over")
    assert lived_in.done("audit", "verify")["faults"] == []
    assert [path.name for path in lived_in.home.glob("audit-heads.before-*")]


def test_backup_is_readable_by_its_owner_only_and_leaves_nothing_else(lived_in: House) -> None:
    archive = backed_up(lived_in)
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_backup_without_tables_is_refused(house: House) -> None:
    answer = house.almoner("backup")
    assert answer.returncode == 1
    assert answer.stderr.startswith("almoner: there is nothing to back up")


def test_F19_damaged_backup_changes_nothing(lived_in: House, archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    assert refused(lived_in, archive) == f"almoner: {archive} is damaged: the data differ from what was backed up\n"


def refused(house: House, archive: Path) -> str:
    """What a restore says that must be refused, with nothing changed."""
    made_by_any_command = {house.home / "almoner.lock", house.home / "secret-key"}
    before = set(house.home.rglob("*"))
    answer = house.almoner("restore", str(archive), "--over")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert set(house.home.rglob("*")) - made_by_any_command == before - made_by_any_command
    assert house.acts()[:3] == THREE
    return answer.stderr


def test_backup_of_the_other_engine_is_refused(lived_in: House) -> None:
    archive = lived_in.home / "other.tar"
    data = lived_in.home / "dump"
    data.write_bytes(b"nothing")
    other: Engine = "sqlite" if SERVER else "postgresql"
    write_archive(archive, Manifest("2026-03-02T09:00:00+00:00", other, digest_of(data), 7, 0, ""), data)
    assert f"this backup is of {other}" in refused(lived_in, archive)


def test_I_31_backup_whose_audit_chain_is_broken_is_refused(lived_in: House) -> None:
    lived_in.tamper()
    said = refused(lived_in, backed_up(lived_in))
    assert "cannot be trusted: entry 2 does not fit the one before it" in said


def test_F20_backup_of_a_newer_version_is_refused(lived_in: House) -> None:
    lived_in.say(FUTURE)
    assert "newer version of Almoner, which knows core.9999_later" in refused(lived_in, backed_up(lived_in))


def test_restore_is_refused_while_almoner_runs(lived_in: House, archive: Path) -> None:
    with held(lived_in.home):
        assert "already runs on" in lived_in.almoner("restore", str(archive), "--over").stderr
    assert lived_in.acts() == THREE


def test_restore_is_refused_while_somebody_has_the_data_open(lived_in: House, archive: Path) -> None:
    with closing(lived_in.connect()) as reader:
        reader.execute("SELECT number FROM core_auditentry").fetchall()
        assert "somebody still works with" in refused(lived_in, archive)


def test_restored_data_that_differ_from_heads_kept_here_are_reported(lived_in: House, archive: Path) -> None:
    (lived_in.home / "audit-heads.jsonl").write_text('{"number": 2, "digest": "other"}\n', encoding="utf-8")
    answer = lived_in.almoner("restore", str(archive), "--over")
    assert answer.returncode == 1
    assert "audit entry 2 differs from the head that this machine kept of it" in answer.stdout


@pytest.mark.faults
def test_F17_backup_under_load_is_one_moment(lived_in: House) -> None:
    """Entries are added all the while; in each copy the chain ends exactly where its head says."""
    with lived_in.written_to():
        archives = [backed_up(lived_in) for _ in range(2)]
    assert len(lived_in.acts()) > len(THREE)
    for archive in archives:
        (lived_in.home / "audit-heads.jsonl").unlink(missing_ok=True)
        entries = lived_in.done("restore", str(archive), "--over")["audit_entries"]
        assert lived_in.acts()[entries:] == ["messaging.new_epoch"]
