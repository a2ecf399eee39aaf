"""The ways in: accounts, and the one-time invitations that open them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.core.models import Entity
from almoner.people.models.persons import Person
from almoner.people.models.staff import Staff


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the sign-in library asks for these two by name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.full_clean()
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way in. It belongs to one person or one member of staff, and its address is not a contact point (I-27)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    staff = models.OneToOneField(Staff, models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=True) ^ Q(staff__isnull=True), name="account_of_one")
        ]

    def __str__(self) -> str:
        return self.email


class Activation(Entity):
    """A one-time way into a new account. Only digests are kept: what was sent cannot be read from the tables (I-28)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="activations")
    token_digest = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128, blank=True)
    """The second channel's code. Empty where staff proved in person who they are."""
    proof = models.CharField(max_length=200, blank=True)
    """What staff saw that proves who it is; empty where the code does."""
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code_hash="", proof=""), name="activation_two_channels_or_proof")
        ]


class Cached(models.Model):
    """What all web processes share for a short time, such as counts behind rate limits. Written by the cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_cache"


class Tally(models.Model):
    """How often one network or account did one thing in one span of time. Shared by all web processes.

    `who` is a keyed digest: no address can be read out of it. Spans that are over are forgotten by the worker.
    """

    what = models.CharField(max_length=30)
    who = models.CharField(max_length=64)
    until_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "who", "until_at"], name="tally_once")]
