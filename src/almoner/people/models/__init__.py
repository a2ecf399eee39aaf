"""People as the hospital knows them, how they may be reached, who cares for them, and who works here."""

from almoner.people.models.accounts import Account, AccountManager, Activation, Cached, Tally
from almoner.people.models.merges import Double, Merge, MergeStep
from almoner.people.models.persons import (
    Carer,
    CommunicationNeed,
    Consent,
    ContactPoint,
    EmergencyOpening,
    Identifier,
    NameKey,
    Person,
    Site,
)
from almoner.people.models.staff import Staff, StaffRole

__all__ = [
    "Account", "AccountManager", "Activation", "Cached", "Carer", "CommunicationNeed", "Consent", "ContactPoint",
    "Double", "EmergencyOpening", "Identifier", "Merge", "MergeStep", "NameKey", "Person", "Site", "Staff",
    "StaffRole", "Tally",
]  # fmt: skip
