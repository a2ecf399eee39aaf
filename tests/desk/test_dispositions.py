"""The ways to end a contact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from almoner.desk.dispositions import DispositionFault, dispositions, dispositions_from
from almoner.desk.enums import Leaves, Needed

PUBLISHED = [
    "BOOKED", "RESCHEDULED", "CANCELLED_BY_PATIENT", "CONFIRMED",
    "WAITLISTED", "INFO_GIVEN", "RED_FLAG_EMS", "NURSE_TRIAGE_WARM",
    "NURSE_CALLBACK", "CLINICIAN_QUESTION", "RESULT_CHASE", "COMPLAINT",
    "INTERPRETER_NEEDED", "NO_ANSWER", "VOICEMAIL_LEFT_SAFE", "WRONG_NUMBER",
    "REFUSED", "DECEASED_REPORTED",
]  # fmt: skip
LABEL = {"en": "Booked", "es": "Reservada", "ar": "حُجز"}


def test_file_holds_every_code_once_and_in_three_languages() -> None:
    found = dispositions()
    assert len(found) == 20
    assert set(PUBLISHED) <= set(found)
    assert {how.code for how in found.values() if how.leaves == Leaves.CALL_BACK} == {
        "NURSE_CALLBACK",
        "CALL_BACK",
        "INTERPRETER_NEEDED",
    }
    assert {how.code for how in found.values() if how.outgoing} == {"NO_ANSWER", "VOICEMAIL_LEFT_SAFE"}
    assert found["BOOKED"].label_in("es") == "Cita reservada"
    assert found["BOOKED"].label_in("fr") == "Visit booked"


def test_entry_is_read_whole() -> None:
    how = dispositions_from({"X": {"label": LABEL, "leaves": "answer", "needs": ["reason"], "suggest": "2 hours"}})["X"]
    assert (how.leaves, how.needs, how.suggest, how.outgoing) == (
        Leaves.ANSWER,
        frozenset({Needed.REASON}),
        timedelta(hours=2),
        False,
    )


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"label": {"en": "Booked"}}, "needs a label in en, es, ar"),
        ({"label": LABEL, "closes": True}, "unknown closes"),
        ({"label": LABEL, "leaves": "hope"}, "hope"),
        ({"label": LABEL, "needs": ["luck"]}, "luck"),
        ({"label": LABEL, "leaves": "answer"}, "has a time"),
        ({"label": LABEL, "suggest": "1 hour"}, "has a time"),
        ({"label": LABEL, "leaves": "answer", "suggest": "soon"}, "soon"),
    ],
)
def test_faulty_entry_is_named(entry: dict[str, object], fault: str) -> None:
    with pytest.raises(DispositionFault, match=f"X: .*{fault}"):
        dispositions_from({"X": entry})
