"""All that changes by what comes in: what was written is kept and acted on, and what is said back goes out."""

from almoner.replies.actions.receiving import receive
from almoner.replies.actions.saying import claim_said, record_said

__all__ = ["claim_said", "receive", "record_said"]
