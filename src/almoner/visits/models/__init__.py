"""Who is here, who looks after them and where: visits of a day, beds and stays, what is planned, asked for and owed."""

from almoner.visits.models.arrivals import ClinicDelay, DelayNotice, Kiosk, TicketRoll, Visit
from almoner.visits.models.beds import Bed, BedChange, BedRequest, Stay, Ward
from almoner.visits.models.care import (
    BedsideRequest,
    DietOrder,
    FollowUpPlan,
    PlanItem,
    PublishedPlan,
    TestOrder,
    Worry,
)
from almoner.visits.models.menu import MenuDish

__all__ = [
    "Bed",
    "BedChange",
    "BedRequest",
    "BedsideRequest",
    "ClinicDelay",
    "DelayNotice",
    "DietOrder",
    "FollowUpPlan",
    "Kiosk",
    "MenuDish",
    "PlanItem",
    "PublishedPlan",
    "Stay",
    "TestOrder",
    "TicketRoll",
    "Visit",
    "Ward",
    "Worry",
]
