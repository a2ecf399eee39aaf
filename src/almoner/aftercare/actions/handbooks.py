"""Loading the hospital's own aftercare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from almoner.aftercare.handbook import handbook_from, plain
from almoner.aftercare.models import HandbookVersion
from almoner.aftercare.refusals import FaultyHandbook
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission


@action
def load_handbook(*, data: Mapping[str, Any], by: Actor) -> HandbookVersion:
    """Put a handbook in force. Plans that run keep the one they began with. Twice is the same as once.

    Raises FaultyHandbook with everything that is wrong; and where its version was loaded before with other words, for
    what people were told must stay to be read.
    """
    by.need(Permission.MANAGE_CATALOGUE)
    book = handbook_from(data)
    kept = plain(data)
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    known = HandbookVersion.objects.filter(version=book.version).first()
    if known and known.digest != digest:
        raise FaultyHandbook(
            [str(_("version %s was loaded before with other words: give it a new one")) % book.version]
        )
    if known and known.in_force:
        return known
    HandbookVersion.objects.filter(in_force=True).update(in_force=False)
    if known:
        known.in_force = True
        known.save(update_fields=["in_force"])
        return known
    return HandbookVersion.objects.create(
        version=book.version,
        digest=digest,
        data=kept,
        owner=book.owner,
        approved_by=book.approved_by,
        approved_on=book.approved_on,
        review_on=book.review_on,
    )
