"""What urgency keeps: requests with what was suggested and decided, interviews, and the hospital's own rules."""

from almoner.urgency.models.interviews import Answer, Interview
from almoner.urgency.models.requests import (
    Alarm,
    AlarmQuerySet,
    Decision,
    Handover,
    Raise,
    Request,
    RequestQuerySet,
    Suggestion,
    Watch,
)
from almoner.urgency.models.rules import RuleChange, RuleRehearsal, RuleSignature, RuleSignOff, RuleVersion

__all__ = [
    "Alarm",
    "AlarmQuerySet",
    "Answer",
    "Decision",
    "Handover",
    "Interview",
    "Raise",
    "Request",
    "RequestQuerySet",
    "RuleChange",
    "RuleRehearsal",
    "RuleSignOff",
    "RuleSignature",
    "RuleVersion",
    "Suggestion",
    "Watch",
]
