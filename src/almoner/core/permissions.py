"""What may be done, as a closed list, and which role may do it.

This table is the whole of who may do what by role; `people.rules` adds *for whom*. Surfaces and actions ask
`Actor.may`; nobody compares roles.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    PATIENT = "patient"
    CARER = "carer"
    AGENT = "agent"
    RECEPTIONIST = "receptionist"
    TRIAGE_NURSE = "triage_nurse"
    WARD_NURSE = "ward_nurse"
    DOCTOR = "doctor"
    BED_MANAGER = "bed_manager"
    MANAGER = "manager"
    SYSTEM = "system"


class Permission(StrEnum):
    SEE_OWN = "see_own"
    ACT_FOR_OWN = "act_for_own"
    FIND_PEOPLE = "find_people"
    SEE_RECORD = "see_record"
    SEE_CLINICAL = "see_clinical"
    SEE_RESTRICTED = "see_restricted"
    BREAK_GLASS = "break_glass"
    REVIEW_OPENINGS = "review_openings"
    EDIT_PEOPLE = "edit_people"
    TAKE_CONTACTS = "take_contacts"
    BOOK = "book"
    SEE_PROMISES = "see_promises"
    KEEP_PROMISES = "keep_promises"
    WITHDRAW_PROMISES = "withdraw_promises"
    SEE_TRIAGE = "see_triage"
    DECIDE_URGENCY = "decide_urgency"
    SEE_ACCURACY = "see_accuracy"
    READ_RULES = "read_rules"
    PROPOSE_RULES = "propose_rules"
    SIGN_RULES = "sign_rules"
    RECEIVE_ARRIVALS = "receive_arrivals"
    ALLOT = "allot"
    MANAGE_BEDS = "manage_beds"
    CARE_ON_WARD = "care_on_ward"
    RECORD_VITALS = "record_vitals"
    DISCHARGE = "discharge"
    FOLLOW_UP = "follow_up"
    ANSWER_QUESTIONS = "answer_questions"
    HEAR_FEEDBACK = "hear_feedback"
    SEE_MEASURES = "see_measures"
    MANAGE_ROSTER = "manage_roster"
    MANAGE_STAFF = "manage_staff"
    MANAGE_CATALOGUE = "manage_catalogue"
    READ_PREPARATION = "read_preparation"
    SEE_OUTBOX = "see_outbox"
    POST_LETTERS = "post_letters"
    WRITE_MESSAGES = "write_messages"
    SIGN_MESSAGES = "sign_messages"
    SEE_AUDIT = "see_audit"
    RUN_SYSTEM = "run_system"


P = Permission
_OWN = {P.SEE_OWN, P.ACT_FOR_OWN}
_STAFF = {P.FIND_PEOPLE, P.SEE_RECORD, P.SEE_PROMISES, P.KEEP_PROMISES}
_FRONT = _STAFF | {P.EDIT_PEOPLE, P.TAKE_CONTACTS, P.BOOK, P.RECEIVE_ARRIVALS, P.FOLLOW_UP, P.WITHDRAW_PROMISES}
_NURSE = _FRONT | {
    P.SEE_CLINICAL, P.RECORD_VITALS, P.SEE_TRIAGE, P.ANSWER_QUESTIONS, P.SEE_RESTRICTED, P.BREAK_GLASS,
    P.READ_PREPARATION, P.READ_RULES, P.PROPOSE_RULES,
}  # fmt: skip

MAY: dict[Role, frozenset[Permission]] = {
    Role.PATIENT: frozenset(_OWN),
    Role.CARER: frozenset(_OWN),
    Role.AGENT: frozenset(_FRONT | {P.SEE_TRIAGE, P.BREAK_GLASS}),
    Role.RECEPTIONIST: frozenset(_FRONT | {P.ALLOT, P.BREAK_GLASS, P.POST_LETTERS}),
    Role.TRIAGE_NURSE: frozenset(_NURSE | {P.DECIDE_URGENCY, P.SEE_ACCURACY, P.ALLOT}),
    Role.WARD_NURSE: frozenset(_NURSE | {P.CARE_ON_WARD, P.DISCHARGE, P.MANAGE_BEDS}),
    Role.DOCTOR: frozenset(
        _NURSE | {P.DECIDE_URGENCY, P.SEE_ACCURACY, P.SIGN_RULES, P.SIGN_MESSAGES, P.CARE_ON_WARD, P.DISCHARGE, P.ALLOT}
    ),
    Role.BED_MANAGER: frozenset(_STAFF | {P.MANAGE_BEDS, P.SEE_CLINICAL, P.SEE_MEASURES}),
    Role.MANAGER: frozenset(
        _FRONT
        | {
            P.HEAR_FEEDBACK,
            P.SEE_MEASURES,
            P.SEE_ACCURACY,
            P.MANAGE_ROSTER,
            P.MANAGE_STAFF,
            P.MANAGE_CATALOGUE,
            P.READ_PREPARATION,
            P.READ_RULES,
            P.PROPOSE_RULES,
            P.SEE_OUTBOX,
            P.POST_LETTERS,
            P.WRITE_MESSAGES,
            P.SIGN_MESSAGES,
            P.SEE_AUDIT,
            P.REVIEW_OPENINGS,
            P.MANAGE_BEDS,
        }
    ),
    Role.SYSTEM: frozenset(Permission),
}

STAFF_ROLES = frozenset(Role) - {Role.PATIENT, Role.CARER, Role.SYSTEM}
CLINICIAN_ROLES = frozenset({Role.TRIAGE_NURSE, Role.WARD_NURSE, Role.DOCTOR})
