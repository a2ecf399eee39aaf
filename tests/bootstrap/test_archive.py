"""A backup file is believed only as far as it can be checked; its names are never followed."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from almoner.backup.archive import digest_of, read_archive, write_archive
from almoner.backup.manifest import Manifest
from almoner.cannot_run import CannotRun

DATA = bytes(range(256)) * 40


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    data = tmp_path / "source"
    data.write_bytes(DATA)
    manifest = Manifest("2026-03-02T09:00:00+00:00", "sqlite", digest_of(data), len(DATA), 3, "abc")
    write_archive(tmp_path / "backup.tar", manifest, data)
    return tmp_path / "backup.tar"


def members_of(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}


def packed(archive: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(archive, "w") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive


def named(members: dict[str, bytes]) -> list[tuple[tarfile.TarInfo, bytes]]:
    return [(tarfile.TarInfo(name), content) for name, content in members.items()]


def refusal(archive: Path) -> str:
    """Why the archive is refused; beside it, nothing is written but perhaps the data at the place that was named."""
    place = archive.parent / "inside" / "data"
    place.parent.mkdir()
    before = set(archive.parent.rglob("*"))
    with pytest.raises(CannotRun) as refused:
        read_archive(archive, data_to=place)
    assert set(archive.parent.rglob("*")) - before <= {place}
    return str(refused.value)


def _link() -> tarfile.TarInfo:
    member = tarfile.TarInfo("data")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return member


def test_what_was_written_is_read(archive: Path, tmp_path: Path) -> None:
    manifest = read_archive(archive, data_to=tmp_path / "data")
    assert (tmp_path / "data").read_bytes() == DATA
    assert (manifest.audit_number, manifest.audit_digest, manifest.engine) == (3, "abc", "sqlite")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o600


def test_archive_holds_data_head_and_manifest(archive: Path) -> None:
    assert sorted(members_of(archive)) == ["audit-head.json", "data", "manifest.json"]


def test_archive_that_exists_is_not_written_over_by_half(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    manifest = read_archive(archive, data_to=tmp_path / "data")
    with pytest.raises(FileNotFoundError):
        write_archive(archive, manifest, tmp_path / "missing")
    assert archive.read_bytes() == whole
    assert list(tmp_path.glob("*.unfinished")) == []


@pytest.mark.parametrize(
    "stranger",
    [tarfile.TarInfo("../../evil"), tarfile.TarInfo("/evil"), _link(), tarfile.TarInfo("data")],
    ids=["outside", "absolute", "link", "twice"],
)
def test_stranger_in_the_archive_is_refused(archive: Path, stranger: tarfile.TarInfo) -> None:
    packed(archive, [*named(members_of(archive)), (stranger, b"evil")])
    assert "does not belong there" in refusal(archive)


@pytest.mark.parametrize("part", ["manifest.json", "audit-head.json", "data"])
def test_archive_without_a_part_is_refused(archive: Path, part: str) -> None:
    packed(archive, named({name: text for name, text in members_of(archive).items() if name != part}))
    assert "a part is missing" in refusal(archive)


@pytest.mark.parametrize(
    ("part", "was", "is_", "why"),
    [
        ("manifest.json", b'"format": 1', b'"format": 2', "has format 2"),
        ("manifest.json", b'"made_at"', b'"made_by"', "cannot be read"),
        ("manifest.json", b'"sqlite"', b'"oracle"', "names no known database"),
        ("manifest.json", b"{", b"[", "cannot be read"),
        ("manifest.json", b'"audit_number": 3', b'"audit_number": 4', "audit head differs"),
        ("audit-head.json", b"abc", b"abd", "audit head differs"),
        ("data", b"\x00\x01", b"\x01\x00", "the data differ"),
        ("data", b"\x00\x01", b"\x00", "the data differ"),
        ("manifest.json", b"{", b" " * 70_000 + b"{", "the wrong size"),
    ],
)
def test_archive_that_was_changed_is_refused(archive: Path, part: str, was: bytes, is_: bytes, why: str) -> None:
    members = members_of(archive)
    members[part] = members[part].replace(was, is_, 1)
    packed(archive, named(members))
    assert why in refusal(archive)


def test_cut_off_archive_is_refused(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:2000])
    assert "is not a backup made by Almoner, or is cut off" in refusal(archive)


def test_other_file_is_refused(archive: Path) -> None:
    archive.write_bytes(b"SQLite format 3\x00" * 100)
    assert "is not a backup made by Almoner" in refusal(archive)


def test_absent_file_is_refused(archive: Path) -> None:
    archive.unlink()
    assert "cannot be read" in refusal(archive)
