"""All that changes by what comes in: what was written is kept and acted on, and what is said back goes out."""

from almoner.replies.actions.leaving import BY_LINK, leave_by_link
from almoner.replies.actions.receiving import receive
from almoner.replies.actions.saying import claim_said, put_off_said, record_said
from almoner.replies.actions.writing import MOST_WORDS, ask_to_ring, write_back

__all__ = [
    "BY_LINK",
    "MOST_WORDS",
    "ask_to_ring",
    "claim_said",
    "leave_by_link",
    "put_off_said",
    "receive",
    "record_said",
    "write_back",
]
