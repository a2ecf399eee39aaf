"""What exactly a clinician approved: a digest of the texts of one language. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping


def digest(texts: Iterable[Mapping[str, str]], language: str) -> str:
    """The digest of the preparation texts in `language`, in their order; empty when one of them is missing.

    A service that asks for nothing has a digest too: that it asks for nothing can be approved.
    """
    wordings = [text.get(language, "").strip() for text in texts]
    if not all(wordings):
        return ""
    return hashlib.sha256(json.dumps([language, *wordings], ensure_ascii=False).encode()).hexdigest()
