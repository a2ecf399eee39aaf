"""The reader of people's own words."""

from almoner.urgency.reading.reader import Finding, Reading, read

__all__ = ["Finding", "Reading", "read"]
