"""Accounts: opened by staff for a person or a colleague, made live by a link and a second proof, closed at once."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people import contact, invitations
from almoner.people.enums import ContactKind
from almoner.people.invitations import Invitation
from almoner.people.models import Account, Activation, Person, Staff
from almoner.people.refusals import AddressTaken, HasAccount, HasDied, ReasonNeeded
from almoner.people.rules import may_see
from almoner.people.telling import tell


@action
def open_account_for_person(*, person: Person, email: str, proof: str = "", by: Actor) -> Invitation:
    """Invite a person to their account. The link goes to `email`, the code by another channel; or staff say in `proof`
    what they saw that shows who it is, and no code is needed (law I-28)."""
    by.need(Permission.EDIT_PEOPLE)
    if not may_see(person, by):
        raise NotThere
    if person.died_on:
        raise HasDied
    account = _account(Account.objects.filter(person=person).first(), email)
    account.person = person
    account.save()
    tell(kind="account.opened", person=person, subject_id=account.id, facts={"proved_by_staff": bool(proof)}, by=by)
    return invitations.invite(account, proof=proof.strip())


@action
def open_account_for_staff(*, staff: Staff, email: str, by: Actor) -> Invitation:
    """Invite a colleague. They choose a password by the link, and set up a second factor before anything else."""
    by.need(Permission.MANAGE_STAFF)
    account = _account(Account.objects.filter(staff=staff).first(), email)
    account.staff = staff
    account.save()
    tell(kind="staff.account_opened", person=None, subject_id=staff.id, facts={"name": staff.name}, by=by)
    return invitations.invite(account, proof=f"known to {by.name}")


def _account(existing: Account | None, email: str) -> Account:
    """The account as it must be before its activation: closed, without a password."""
    if existing and existing.is_active:
        raise HasAccount
    address = contact.key(ContactKind.EMAIL, email)
    account = existing or Account()
    if Account.objects.filter(email__iexact=address).exclude(id=account.id).exists():
        raise AddressTaken
    account.email, account.is_active = address, False
    account.set_unusable_password()
    return account


@action
def activate(*, token: str, code: str = "", password: str = "", by: Actor) -> Account | None:
    """Make an account live. None where the link or the code does not work, for whatever reason; that is counted, and
    the fifth wrong code closes the link. Staff give the password they chose; a weak one raises ValidationError.
    """
    found = Activation.objects.select_for_update(of=("self",)).select_related("account__person", "account__staff")
    activation = found.filter(token_digest=invitations.token_digest(token), used_at__isnull=True).first()
    if activation is None or activation.expires_at <= clock.now() or activation.wrong_tries >= invitations.TRIES:
        return None
    if activation.code_hash and not check_password(invitations.said(code), activation.code_hash):
        activation.wrong_tries += 1
        activation.save(update_fields=["wrong_tries"])
        return None
    account = activation.account
    if account.staff_id:
        validate_password(password, account)
        account.set_password(password)
    account.is_active = True
    account.save()
    activation.used_at = clock.now()
    activation.save(update_fields=["used_at"])
    EmailAddress.objects.filter(user=account).delete()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    kind = "staff.account_activated" if account.staff_id else "account.activated"
    tell(kind=kind, person=account.person, subject_id=account.staff_id or account.id, facts={}, by=by)
    return account


@action
def close_account(*, account: Account, reason: str, by: Actor) -> Account:
    """Close a way in. It works no longer from the next request on, wherever somebody is signed in with it (I-26)."""
    if by.person_id is None or by.person_id != account.person_id:
        by.need(Permission.MANAGE_STAFF if account.staff_id else Permission.EDIT_PEOPLE)
        if account.person and not may_see(account.person, by):
            raise NotThere
    if not reason.strip():
        raise ReasonNeeded
    account.is_active = False
    account.save(update_fields=["is_active"])
    kind = "staff.account_closed" if account.staff_id else "account.closed"
    subject = account.staff_id or account.id
    tell(kind=kind, person=account.person, subject_id=subject, facts={"reason": reason.strip()}, by=by)
    return account


@action
def reset_second_factor(*, staff: Staff, reason: str, by: Actor) -> Staff:
    """A colleague lost their device and was seen in person: they set up a new second factor when they next sign in."""
    by.need(Permission.MANAGE_STAFF)
    if not reason.strip():
        raise ReasonNeeded
    Authenticator.objects.filter(user__staff=staff).delete()
    facts = {"name": staff.name, "reason": reason.strip()}
    tell(kind="staff.second_factor_reset", person=None, subject_id=staff.id, facts=facts, by=by)
    return staff
