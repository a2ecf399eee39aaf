"""What came in, in words and colours."""

from __future__ import annotations

from almoner.replies.enums import Outcome

OUTCOME_KINDS = {
    Outcome.ANSWERED: "green",
    Outcome.FOR_A_PERSON: "saffron",
    Outcome.CONTACT: "saffron",
    Outcome.JOINED: "saffron",
    Outcome.DANGER: "red",
    Outcome.BOUNCED: "red",
    Outcome.COMPLAINED: "red",
    Outcome.WRONG_PERSON: "red",
    Outcome.STOPPED: "red",
}
"""The colour of a chip; plain where nobody must do anything."""
