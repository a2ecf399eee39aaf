"""The forms of signing in, in our words. Each says no more about an address than any other address would get."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

CODE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "class": "input-code"}


def _plain(field: forms.Field, label: Any, **attrs: Any) -> None:
    """Give a field of the library our label, and no placeholder: a placeholder is no label."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    """A person asks for a code. Staff get none: their way in is another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("Your e-mail address"), autocomplete="email", inputmode="email")

    def clean_email(self) -> str:
        email: str = super().clean_email()
        user = getattr(self, "_user", None)
        if user is not None and user.staff_id is not None:
            self._user = None
        return email


class EnterCode(ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("The code from the e-mail"), **CODE)


class StaffSignIn(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("Work e-mail address"), autocomplete="username", inputmode="email")
        _plain(self.fields["password"], _("Password"), autocomplete="current-password")
        self.fields["password"].help_text = ""


class AskToResetPassword(ResetPasswordForm):  # type: ignore[misc]
    """Only staff have passwords; anybody else gets the same answer and no mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("Work e-mail address"), autocomplete="username", inputmode="email")

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users: list[Any] = [user for user in self.users if user.staff_id is not None]
        return email


class ShowSecondFactor(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code from your app, or one of your spare codes"), **CODE)


class ShowSecondFactorAgain(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code from your app, or one of your spare codes"), **CODE)


class SetUpApp(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("The six figures that the app shows now"), inputmode="numeric", **CODE)


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey here asks for a finger, a face or a code, and so can open the door by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("A name for it, such as “my phone”"))
        self.fields["passwordless"].widget = forms.CheckboxInput(attrs={"hidden": True, "checked": True})
        self.fields["passwordless"].label = ""
        self.fields["passwordless"].help_text = ""

    def clean_passwordless(self) -> bool:
        return True


class ActivatePerson(forms.Form):
    code = forms.CharField(label=_("The code we gave you"), max_length=20, widget=forms.TextInput(attrs=CODE))


class ActivateStaff(forms.Form):
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least twelve signs. Three or four words that only you would put together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
