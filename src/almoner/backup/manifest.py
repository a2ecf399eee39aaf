"""What a backup says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from almoner.cannot_run import CannotRun

Engine = Literal["sqlite", "postgresql"]
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`sha256` and `size` (bytes) are of the data; the audit head is the one in the data, no earlier and no later."""

    made_at: str
    engine: Engine
    sha256: str
    size: int
    audit_number: int
    audit_digest: str
    format: int = FORMAT

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_json(self) -> bytes:
        return (json.dumps(self.as_dict(), indent=2) + "\n").encode()

    def head_as_json(self) -> bytes:
        """The audit head in the form in which heads are kept outside the database."""
        return (
            json.dumps({"number": self.audit_number, "digest": self.audit_digest, "at": self.made_at}) + "\n"
        ).encode()


def read_manifest(text: bytes) -> Manifest:
    """Raise CannotRun unless `text` is a manifest of a format that this version knows."""
    try:
        manifest = Manifest(**json.loads(text))
    except (ValueError, TypeError) as trouble:
        raise CannotRun("this is not a backup made by Almoner: its manifest cannot be read") from trouble
    if manifest.format != FORMAT:
        raise CannotRun(f"this backup has format {manifest.format}; this version reads format {FORMAT}")
    if manifest.engine not in get_args(Engine) or not isinstance(manifest.size, int):
        raise CannotRun("this is not a backup made by Almoner: its manifest names no known database")
    return manifest
