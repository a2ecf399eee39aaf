"""How people sign in, as settings: `from almoner.people.sign_in_settings import *` in the settings.

People come in by a code sent to their e-mail address, or a passkey. Staff come in by a password and a second factor, or
a passkey that asks for a finger or a code. Nobody signs up by themselves: accounts are opened by staff.
"""

from __future__ import annotations

LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_AGE = 12 * 3600
"""A session ends after this, however busy."""
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
"""Shared by all web processes, so that a limit is one limit."""

ACCOUNT_ADAPTER = "almoner.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "almoner.people.forms.StaffSignIn",
    "request_login_code": "almoner.people.forms.AskForCode",
    "confirm_login_code": "almoner.people.forms.EnterCode",
    "reset_password": "almoner.people.forms.AskToResetPassword",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/5m/key",
    "reset_password": "10/m/ip,3/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "activate": "20/m/ip",
    "check_in_failed": "60/10m/ip,6/10m/key",
    "kiosk_code": "20/10m/ip",
}

MFA_ADAPTER = "almoner.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "almoner.people.forms.ShowSecondFactor",
    "reauthenticate": "almoner.people.forms.ShowSecondFactorAgain",
    "activate_totp": "almoner.people.forms.SetUpApp",
    "add_webauthn": "almoner.people.forms.AddPasskey",
}
MFA_TRUST_ENABLED = False
