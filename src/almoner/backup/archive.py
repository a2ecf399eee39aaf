"""The backup file: a tar with three members of fixed names. Nothing in it says where anything is written."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from pathlib import Path
from typing import IO

from almoner.backup.manifest import Manifest, read_manifest
from almoner.cannot_run import CannotRun

MANIFEST, HEAD, DATA = "manifest.json", "audit-head.json", "data"
LARGEST_NOTE = 64 * 1024
BLOCK = 1024 * 1024


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(path: Path, manifest: Manifest, data: Path) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    unfinished = path.with_suffix(".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                for name, text in ((MANIFEST, manifest.as_json()), (HEAD, manifest.head_as_json())):
                    _add(tar, name, io.BytesIO(text), len(text))
                with data.open("rb") as content:
                    _add(tar, DATA, content, manifest.size)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _make_durable(path.parent)


def read_archive(path: Path, *, data_to: Path) -> Manifest:
    """Copy the data to `data_to`, checked against the manifest. Raise CannotRun for anything that is not a backup."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            members = _known_members(tar)
            manifest = read_manifest(_note(tar, members[MANIFEST]))
            if _note(tar, members[HEAD]) != manifest.head_as_json():
                raise CannotRun(f"{path} is damaged: its audit head differs from its manifest")
            if members[DATA].size != manifest.size or _copy(tar, members[DATA], data_to) != manifest.sha256:
                raise CannotRun(f"{path} is damaged: the data differ from what was backed up")
    except (tarfile.TarError, EOFError) as trouble:
        raise CannotRun(f"{path} is not a backup made by Almoner, or is cut off: {trouble}") from trouble
    except OSError as trouble:
        raise CannotRun(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
    return manifest


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


def _known_members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    members = {}
    for member in tar:
        if member.name not in {MANIFEST, HEAD, DATA} or member.name in members or not member.isreg():
            raise CannotRun("this is not a backup made by Almoner: it holds something that does not belong there")
        members[member.name] = member
    if len(members) != 3:
        raise CannotRun("this is not a backup made by Almoner: a part is missing")
    return members


def _note(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(member)
    if content is None or member.size > LARGEST_NOTE:
        raise CannotRun("this is not a backup made by Almoner: a part of it has the wrong size")
    return content.read()


def _copy(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> str:
    """Copy a member to the file `to`, which must be new; its digest."""
    content = tar.extractfile(member)
    seen = hashlib.sha256()
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while content and (block := content.read(BLOCK)):
            seen.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return seen.hexdigest()


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
