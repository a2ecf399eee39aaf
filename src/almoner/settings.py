"""All settings, from the environment. A setting that is wrong stops the start with a sentence that says so."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

import phonenumbers
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from almoner.people.sign_in_settings import *  # noqa: F403 - settings are read by their names

PACKAGE = Path(__file__).resolve().parent


def _text(name: str, default: str = "") -> str:
    return os.environ.get(f"ALMONER_{name}", default).strip()


def _flag(name: str, *, default: bool) -> bool:
    value = _text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"ALMONER_{name} must be yes or no, not “{value}”")
    return value in {"yes", "true", "1"}


def _one_of(name: str, known: tuple[str, ...]) -> str:
    """One of a few words; the first where nothing is said."""
    value = _text(name, known[0]).lower()
    if value not in known:
        raise ImproperlyConfigured(f"ALMONER_{name} must be one of {', '.join(known)}, not “{value}”")
    return value


def _minutes(name: str, default: int) -> int:
    value = _text(name, str(default))
    if not value.isdecimal() or not 1 <= int(value) <= 720:
        raise ImproperlyConfigured(f"ALMONER_{name} must be a number of minutes from 1 to 720, not “{value}”")
    return int(value)


def _region(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ImproperlyConfigured(f"ALMONER_REGION must be the two letters of a country, such as GB, not “{code}”")
    return code


def _provider(name: str) -> str:
    """The address of a provider; what it is told must not be read by others on the way."""
    url = _text(name)
    parts = urlparse(url)
    if url and not (parts.hostname and (parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost"})):
        raise ImproperlyConfigured(f"ALMONER_{name} must begin with https:// and name a machine")
    return url


def _secret(home: Path) -> str:
    """The key from the environment, or one made once and kept beside the data, readable by its owner only."""
    given = _text("SECRET_KEY")
    if given:
        return given
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="utf-8")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="utf-8")


def _database(url: str, home: Path) -> dict[str, object]:
    """SQLite in the data folder, or the PostgreSQL that the address names (`postgresql://user:password@host/name`)."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "almoner.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "cached_statements": 512,  # what every act says does not fit into the driver's own 128
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("ALMONER_DATABASE_URL must look like postgresql://user:password@host:5432/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 5},
    }


ALMONER_HOME = Path(_text("HOME") or PACKAGE.parent.parent / "var").resolve()
ALMONER_PUBLIC_URL = _text("PUBLIC_URL", f"http://127.0.0.1:{_text('PORT', '8000')}").rstrip("/")
SECRET_KEY = _secret(ALMONER_HOME)
DEBUG = False
SECURE = ALMONER_PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [host for host in _text("HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "almoner.core",
    "almoner.people",
    "almoner.timeline",
    "almoner.messaging",
    "almoner.charter",
    "almoner.catalogue",
    "almoner.urgency",
    "almoner.scheduling",
    "almoner.records",
    "almoner.visits",
    "almoner.aftercare",
    "almoner.desk",
    "almoner.replies",
    "almoner.insight",
    "almoner.ui",
    "almoner.choosing",
    "almoner.portal",
    "almoner.console",
    "almoner.lobby",
    "almoner.gateway",
    "almoner.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "almoner.core.middleware.ContentPolicyMiddleware",
    "almoner.ui.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "almoner.people.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "almoner.ui.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "almoner.urls"
ASGI_APPLICATION = "almoner.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "almoner.ui.context.page",
                "almoner.people.context.hospital",
                "almoner.demo.context.rehearsal",
            ],
        },
    }
]

FORM_RENDERER = "almoner.ui.renderer.Renderer"

DATABASES = {"default": _database(_text("DATABASE_URL"), ALMONER_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = _text("LANGUAGE", "en")
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = _text("TIME_ZONE", "Europe/London")
ALMONER_REGION = _region(_text("REGION", "GB"))
"""The country of a telephone number that is written without one."""
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "almoner.ui.static_files.VersionedFiles"},
}

ALMONER_STAFF_IDLE_SECONDS = 60 * _minutes("STAFF_IDLE_MINUTES", 30)
ALMONER_PERSON_IDLE_SECONDS = 60 * _minutes("PERSON_IDLE_MINUTES", 60)
"""A session ends when nobody did anything for so long. A page that renews itself does not count."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "almoner-session"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

EMAIL_HOST = _text("SMTP_HOST")
EMAIL_PORT = int(_text("SMTP_PORT", "25"))
EMAIL_HOST_USER = _text("SMTP_USER")
EMAIL_HOST_PASSWORD = _text("SMTP_PASSWORD")
EMAIL_USE_TLS = _flag("SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DKIM_SELECTORS = tuple(part.strip() for part in _text("DKIM_SELECTORS").split(",") if part.strip())
DNS_SERVER = _text("DNS_SERVER")
"""Asked instead of the machine's own, such as 127.0.0.1:5353."""
DEFAULT_FROM_EMAIL = _text("MAIL_FROM", "Almoner <almoner@localhost>")

IMAP_HOST = _text("IMAP_HOST")
IMAP_TLS = _one_of("IMAP_TLS", ("yes", "starttls", "no"))
IMAP_PORT = int(_text("IMAP_PORT", "993" if IMAP_TLS == "yes" else "143"))
IMAP_USER = _text("IMAP_USER")
IMAP_PASSWORD = _text("IMAP_PASSWORD")
IMAP_FOLDER = _text("IMAP_FOLDER", "INBOX")

SIP_DOMAIN = _text("SIP_DOMAIN")
SIP_USER = _text("SIP_USER", "almoner")
SIP_PASSWORD = _text("SIP_PASSWORD")
SIP_AUTH_USER = _text("SIP_AUTH_USER")
SIP_PROXY = _text("SIP_PROXY")
SIP_TRANSPORT = _text("SIP_TRANSPORT", "udp")
SIP_REGISTER = _flag("SIP_REGISTER", default=False)
SIP_INTERFACE = _text("SIP_INTERFACE")
SIP_ANSWER = _flag("SIP_ANSWER", default=False)
CALL_DESK = _text("CALL_DESK")
CALL_FROM = _text("CALL_FROM")
"""The number from which calls go out by the provider of `TEXT_URL`, where no SIP line is set up."""
SIP_LISTEN = _text("SIP_LISTEN")
CALLS_ANSWERED_AT_ONCE = int(_text("CALLS_ANSWERED_AT_ONCE", "10"))
CALLS_AT_ONCE = int(_text("CALLS_AT_ONCE", "2"))
CALLS_A_DAY = int(_text("CALLS_A_DAY", "1000"))
CALL_RECORDINGS_DAYS = int(_text("CALL_RECORDINGS_DAYS", "30"))
MESSAGES_A_MINUTE = int(_text("MESSAGES_A_MINUTE", "1200"))

ALMONER_GATEWAY_SECRET = _text("GATEWAY_SECRET")
if ALMONER_GATEWAY_SECRET and len(ALMONER_GATEWAY_SECRET) < 32:
    raise ImproperlyConfigured("ALMONER_GATEWAY_SECRET must have 32 signs at least")

SMPP_HOST = _text("SMPP_HOST")
SMPP_PORT = int(_text("SMPP_PORT", "2775"))
SMPP_TLS = _flag("SMPP_TLS", default=False)
SMPP_SYSTEM_ID = _text("SMPP_SYSTEM_ID")
SMPP_PASSWORD = _text("SMPP_PASSWORD")
SMPP_SYSTEM_TYPE = _text("SMPP_SYSTEM_TYPE")
SMPP_SOURCE = _text("SMPP_SOURCE")
TEXT_URL = _provider("TEXT_URL")
TEXT_ACCOUNT = _text("TEXT_ACCOUNT")
TEXT_TOKEN = _text("TEXT_TOKEN")
TEXT_FROM = _text("TEXT_FROM")
TEXT_PARTS_A_DAY = int(_text("TEXT_PARTS_A_DAY", "3000"))
if len(SMPP_PASSWORD) > 8 or len(SMPP_SYSTEM_ID) > 15 or len(SMPP_SOURCE) > 20:
    raise ImproperlyConfigured(
        "in SMPP a password has 8 signs at most, a name (ALMONER_SMPP_SYSTEM_ID) 15 and ALMONER_SMPP_SOURCE 20"
    )
if SMPP_HOST and TEXT_URL:
    raise ImproperlyConfigured("texts go by one provider: set ALMONER_SMPP_HOST or ALMONER_TEXT_URL, not both")
if (SMPP_HOST and not SMPP_SOURCE) or (TEXT_URL and not (TEXT_ACCOUNT and TEXT_TOKEN and TEXT_FROM)):
    raise ImproperlyConfigured(
        "texts need a number to come from: set ALMONER_SMPP_SOURCE, or ALMONER_TEXT_ACCOUNT, _TOKEN and _FROM"
    )
LETTER_S3_BUCKET = _text("LETTER_S3_BUCKET")
LETTER_S3_ENDPOINT = _provider("LETTER_S3_ENDPOINT")
LETTER_S3_REGION = _text("LETTER_S3_REGION", "us-east-1")
LETTER_S3_PREFIX = _text("LETTER_S3_PREFIX", "letters").strip("/")
LETTER_S3_KEY_ID = _text("LETTER_S3_KEY_ID")
LETTER_S3_SECRET = _text("LETTER_S3_SECRET")
LETTER_S3_ENCRYPTION = _text("LETTER_S3_ENCRYPTION")
if LETTER_S3_BUCKET and not (LETTER_S3_KEY_ID and LETTER_S3_SECRET):
    raise ImproperlyConfigured("letters for a store need ALMONER_LETTER_S3_KEY_ID and ALMONER_LETTER_S3_SECRET")
if LETTER_S3_ENCRYPTION not in {"", "AES256", "aws:kms"}:
    raise ImproperlyConfigured("ALMONER_LETTER_S3_ENCRYPTION must be AES256 or aws:kms, or nothing")
LETTERS_A_RUN = int(_text("LETTERS_A_RUN", "200"))
"""So many letters are taken at once to be printed and posted."""
NOTICE_HOLD_MINUTES = int(_text("NOTICE_HOLD_MINUTES", "15"))
NOTICE_ALONE_UP_TO = int(_text("NOTICE_ALONE_UP_TO", "5"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"fontTools.subset": {"level": "ERROR"}, "smpplib": {"level": "ERROR"}},
}
ALMONER_CHARTER = _text("CHARTER")
ALMONER_SECURITY_CONTACT = _text("SECURITY_CONTACT")
"""Where holes are told to, such as `mailto:security@example.org`; a page with telephone and post where empty."""
