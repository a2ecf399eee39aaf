"""What follows a stay or a visit: pathways and calls, how people get on, what they ask, and what they think of us."""

from almoner.aftercare.models.plans import Check, HandbookVersion, Plan, Step, Try
from almoner.aftercare.models.questions import Question, QuestionEntry
from almoner.aftercare.models.returns import OpenReturn, ReturnVisit
from almoner.aftercare.models.voices import Complaint, ComplaintEntry, Feedback, Thanks

__all__ = [
    "Check",
    "Complaint",
    "ComplaintEntry",
    "Feedback",
    "HandbookVersion",
    "OpenReturn",
    "Plan",
    "Question",
    "QuestionEntry",
    "ReturnVisit",
    "Step",
    "Thanks",
    "Try",
]
