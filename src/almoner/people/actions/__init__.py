"""Every change to what is known of people."""

from almoner.people.actions.accounts import (
    activate,
    close_account,
    open_account_for_person,
    open_account_for_staff,
    reset_second_factor,
)
from almoner.people.actions.carers import appoint_carer, end_carer, tell_leave_ends, tell_leave_narrows
from almoner.people.actions.consents import answer_consent
from almoner.people.actions.contacts import add_contact, confirm_contact, prefer_contact, stop_contact
from almoner.people.actions.emergency import break_glass, open_in_emergency, review_opening
from almoner.people.actions.hospital import add_site, describe_site, found_hospital, keep_holidays, open_site
from almoner.people.actions.merging import (
    agree_to_merge,
    decline_merge,
    gather_strays,
    keep_apart,
    note_double,
    part_records,
    propose_merge,
)
from almoner.people.actions.needs import end_need, note_need, review_need
from almoner.people.actions.persons import (
    add_identifier,
    correct_person,
    move_to_site,
    note_death,
    register_person,
    restrict_record,
)
from almoner.people.actions.staff import end_role, give_role, hire_staff, staff_left

__all__ = [
    "activate",
    "add_contact",
    "add_identifier",
    "add_site",
    "agree_to_merge",
    "answer_consent",
    "appoint_carer",
    "break_glass",
    "close_account",
    "confirm_contact",
    "correct_person",
    "decline_merge",
    "describe_site",
    "end_carer",
    "end_need",
    "end_role",
    "found_hospital",
    "gather_strays",
    "give_role",
    "hire_staff",
    "keep_apart",
    "keep_holidays",
    "move_to_site",
    "note_death",
    "note_double",
    "note_need",
    "open_account_for_person",
    "open_account_for_staff",
    "open_in_emergency",
    "open_site",
    "part_records",
    "prefer_contact",
    "propose_merge",
    "register_person",
    "reset_second_factor",
    "restrict_record",
    "review_need",
    "review_opening",
    "staff_left",
    "stop_contact",
    "tell_leave_ends",
    "tell_leave_narrows",
]  # fmt: skip
