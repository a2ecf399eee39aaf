"""The rules by which times that come free are offered (WL-1, WL-4). Pure."""

from datetime import time, timedelta

FROM, UNTIL = time(9), time(20)
"""Hours, by the site's wall clock, in which people are offered times (WL-1)."""
STOPS_BEFORE = timedelta(hours=2)
"""Nothing is offered that begins sooner."""
ANYONE_WITHIN = timedelta(hours=24)
"""A time nearer than this goes to whoever of the wave answers first; others are held for one person (WL-4)."""
WAVE = 3
TO_ANSWER = timedelta(minutes=30)
TO_ANSWER_BY_PHONE = timedelta(minutes=60)
EARLIER_BY = timedelta(hours=12)
"""A time that is hardly earlier than the one they have is not worth the call."""
LOOK_AT = 100
"""So many of those who wait for a service, longest first, are looked at when one of its times comes free."""
