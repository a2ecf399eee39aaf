"""All that changes in the record: what was measured, what it warns of, and what came on paper."""

from almoner.records.actions.allergies import end_allergy, note_allergy, verify_allergy
from almoner.records.actions.measuring import correct_vitals, record_vitals
from almoner.records.actions.papers import (
    attach_document,
    receive_document,
    release_document,
    set_document_aside,
    verify_document,
)
from almoner.records.actions.warning import review_warning

__all__ = [
    "attach_document",
    "correct_vitals",
    "end_allergy",
    "note_allergy",
    "receive_document",
    "record_vitals",
    "release_document",
    "review_warning",
    "set_document_aside",
    "verify_allergy",
    "verify_document",
]
