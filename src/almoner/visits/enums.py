"""Closed lists of words about arriving, being seen, staying and going home."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class How(TextChoices):
    """How somebody said that they are here. All are equal (ARR-3)."""

    LINK = "link", _("Link on their phone")
    QR = "qr", _("QR poster")
    KIOSK = "kiosk", _("Kiosk")
    DESK = "desk", pgettext_lazy("where they told us", "Desk")
    WALK_IN = "walk_in", _("Walked in")


class VisitState(TextChoices):
    ARRIVED = "arrived", _("Arrived")
    GREETED = "greeted", _("Greeted")
    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called in")
    WITH_CLINICIAN = "with_clinician", _("With the clinician")
    FINISHED = "finished", _("Finished")
    LEFT = "left", _("Left before being seen")


BEFORE_SEEN = (VisitState.ARRIVED, VisitState.GREETED, VisitState.WAITING, VisitState.CALLED)
HERE = (*BEFORE_SEEN, VisitState.WITH_CLINICIAN)


class Care(IntegerChoices):
    """How much care a bed gives. A bed of a higher level can stand in for a lower one."""

    WARD = 1, _("Ward")
    HIGH = 2, _("High dependency")
    INTENSIVE = 3, _("Intensive care")


class Isolation(TextChoices):
    NONE = "", _("None")
    CONTACT = "contact", _("Contact: a room of their own")
    DROPLET = "droplet", _("Droplets: a room of their own")
    AIRBORNE = "airborne", _("Airborne: a room with its own air")


class BedState(TextChoices):
    CLEAN = "clean", _("Clean")
    OCCUPIED = "occupied", _("Occupied")
    DIRTY = "dirty", _("To be cleaned")
    CLEANING = "cleaning", _("Being cleaned")
    BLOCKED = "blocked", _("Blocked")


class BlockReason(TextChoices):
    """Why a bed cannot be used (BED-2)."""

    COURTESY = "courtesy", _("Kept free out of consideration")
    CENSUS = "census", _("Not enough nurses for it")
    ISOLATION = "isolation", _("Next to somebody in isolation")
    INFECTION = "infection", _("Infection on the ward")
    MAINTENANCE = "maintenance", _("Repair")
    OTHER = "other", _("Another reason")


class StayState(TextChoices):
    REQUESTED = "requested", _("Waiting for a bed")
    ADMITTED = "admitted", _("In a bed")
    DISCHARGED = "discharged", _("Gone home")
    WITHDRAWN = "withdrawn", _("No bed needed")


LIVE_STAY = (StayState.REQUESTED, StayState.ADMITTED)


class RequestState(TextChoices):
    """Of a request for a bed."""

    OPEN = "open", _("Looking for a bed")
    ALLOTTED = "allotted", _("Bed given")
    FILLED = "filled", _("In the bed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TestState(TextChoices):
    ORDERED = "ordered", _("Planned")
    DONE = "done", _("Done, result to come")
    TOLD = "told", _("Result told")
    CANCELLED = "cancelled", _("Not needed")


class AskState(TextChoices):
    """Of what somebody asks for at the bedside."""

    OPEN = "open", _("Asked for")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("No longer needed")


class Ask(TextChoices):
    """What can be asked for at the bedside without ringing for a nurse (STAY-2)."""

    BLANKET = "blanket", _("A blanket or pillow")
    WATER = "water", _("Something to drink")
    MEAL = "meal", _("About a meal")
    TEMPERATURE = "temperature", _("The room is too warm or too cold")
    CLEANING = "cleaning", _("Something needs cleaning")
    REPAIR = "repair", _("Something does not work")
    PHONE_OR_TV = "phone_or_tv", _("Telephone, television or internet")
    TOILET_ARTICLES = "toilet_articles", _("Things for washing")
    INTERPRETER = "interpreter", _("An interpreter")
    CHAPLAIN = "chaplain", _("Someone to talk or pray with")
    NURSE_TALK = "nurse_talk", _("A nurse, not urgent")
    DOCTOR_QUESTION = "doctor_question", _("A question for the doctors' round")


class AskTeam(TextChoices):
    """Who does it."""

    HOUSEKEEPING = "housekeeping", _("Housekeeping")
    KITCHEN = "kitchen", _("Kitchen")
    FACILITIES = "facilities", _("Technicians")
    SUPPORT = "support", _("Support services")
    NURSES = "nurses", _("Ward nurses")
    DOCTORS = "doctors", _("Doctors")


TEAM_FOR: dict[str, AskTeam] = {
    Ask.BLANKET: AskTeam.HOUSEKEEPING,
    Ask.WATER: AskTeam.NURSES,
    Ask.MEAL: AskTeam.KITCHEN,
    Ask.TEMPERATURE: AskTeam.FACILITIES,
    Ask.CLEANING: AskTeam.HOUSEKEEPING,
    Ask.REPAIR: AskTeam.FACILITIES,
    Ask.PHONE_OR_TV: AskTeam.FACILITIES,
    Ask.TOILET_ARTICLES: AskTeam.HOUSEKEEPING,
    Ask.INTERPRETER: AskTeam.SUPPORT,
    Ask.CHAPLAIN: AskTeam.SUPPORT,
    Ask.NURSE_TALK: AskTeam.NURSES,
    Ask.DOCTOR_QUESTION: AskTeam.DOCTORS,
}
"""Each goes straight to those who do it. Water goes to the nurses: they know who may not drink."""


class PlanKind(TextChoices):
    """The parts of the day (STAY-7)."""

    CONSULT = "consult", _("Visit by a specialist")
    TEST = "test", _("Test or procedure")
    MEDICINE = "medicine", _("Change of medicines")
    DISCHARGE = "discharge", _("Going home")
    ROUND = "round", _("Doctors' round")
    MEAL = "meal", _("Meal")
    VISITING = "visiting", _("Visiting hours")
    FASTING = "fasting", _("Nothing to eat or drink")
    THERAPY = "therapy", _("Therapy")
    OTHER = "other", _("Other")


AGREED = (PlanKind.CONSULT, PlanKind.MEDICINE, PlanKind.DISCHARGE, PlanKind.THERAPY, PlanKind.OTHER)
"""What staff put in by hand; the rest follows from tests, diet and the ward."""


class FollowUpState(TextChoices):
    PLANNED = "planned", _("To be booked")
    BOOKED = "booked", _("Booked")
    DROPPED = "dropped", _("Not needed")


class Topic(TextChoices):
    """The twelve topics of the going-home sheet. What people ask for most comes first (FUP-11)."""

    FOLLOW_UP = "follow_up", _("Your next visits")
    WARNING_SIGNS = "warning_signs", _("Ring us at once if")
    MEDICINES = "medicines", _("Your medicines")
    DONE = "done", _("Why you were here, and what was done")
    RESULTS = "results", _("Your results")
    EATING = "eating", _("Eating and drinking")
    MOVING = "moving", _("Moving, driving and work")
    WASHING = "washing", _("Washing, and looking after a wound")
    AT_HOME = "at_home", _("Help and things you need at home")
    QUESTIONS = "questions", _("What you asked us")
    TOLD_TO = "told_to", _("Who else knows")
    CALL = "call", _("Whom to ring")


WRITTEN = tuple(topic for topic in Topic if topic not in {Topic.FOLLOW_UP, Topic.RESULTS, Topic.CALL})
"""What staff write; the others follow from what is booked and measured."""
NEEDED = (Topic.DONE, Topic.MEDICINES, Topic.WARNING_SIGNS)
"""Nobody goes home without these."""
SAID_BACK = (Topic.FOLLOW_UP, Topic.WARNING_SIGNS, Topic.MEDICINES, Topic.CALL)
"""What they say back in their own words before they go."""


class Diet(TextChoices):
    REGULAR = "regular", _("Usual food")
    NIL_BY_MOUTH = "nil_by_mouth", _("Nothing to eat or drink")
    CLEAR_FLUID = "clear_fluid", _("Clear fluids only")
    FULL_FLUID = "full_fluid", _("Fluids")
    SOFT = "soft", _("Soft food")
    PUREE = "puree_dysphagia", _("Puréed food")
    CARB_CONSISTENT = "carb_consistent", _("Even amounts of starch")
    LOW_SALT = "cardiac_low_salt", _("Little salt")
    RENAL = "renal", _("For the kidneys")
    LOW_RESIDUE = "low_residue", _("Little fibre")
    HIGH_FIBRE = "high_fibre", _("Much fibre")
    FLUID_RESTRICTED = "fluid_restricted", _("Limited fluids")
    VEGETARIAN = "vegetarian", _("Vegetarian")


class Meal(TextChoices):
    BREAKFAST = "breakfast", _("Breakfast")
    LUNCH = "lunch", _("Lunch")
    TEA = "tea", _("Tea")
    SUPPER = "supper", _("Supper")


class FoodPreference(TextChoices):
    """A wish or a commandment, kept apart from the clinical diet."""

    NONE = "", _("None")
    HALAL = "halal", _("Halal")
    KOSHER = "kosher", _("Kosher")
    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
