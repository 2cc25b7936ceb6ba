"""Settings. Everything that differs between installations comes from the environment.

- KOERSVAST_MUNICIPALITY: which municipality this installation serves (default "maastricht").
- KOERSVAST_DATA: folder of the database file and the secret key (default `var`).
- KOERSVAST_DATABASE_URL: another database, for instance PostgreSQL.
- KOERSVAST_SECRET_KEY, KOERSVAST_HOSTS, KOERSVAST_HTTPS, KOERSVAST_DEBUG.
- KOERSVAST_EXTRA_APPS: further apps, separated by commas.
- KOERSVAST_PROXIES: how many reverse proxies stand before the server (default 0). Without it all
  visitors behind a proxy count as one, and one visitor can lock everybody out of signing in.
- KOERSVAST_CACHE: folder of a cache that all workers share, also the count of failed sign-ins;
  only the server may write there (default: each worker has its own, in memory).
- KOERSVAST_COLOUR: the municipality's colour in documents, as #rrggbb (default: the screen's).
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
MUNICIPALITY = os.environ.get("KOERSVAST_MUNICIPALITY", "maastricht")
DATA_DIR = Path(os.environ.get("KOERSVAST_DATA", BASE_DIR / "var"))
DEBUG = os.environ.get("KOERSVAST_DEBUG") == "1"


def _secret_key() -> str:
    """Return the secret key; made once and kept in the data folder, readable by its owner only."""
    if given := os.environ.get("KOERSVAST_SECRET_KEY"):
        return given
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    path = DATA_DIR / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("KOERSVAST_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HTTPS = os.environ.get("KOERSVAST_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "koersvast.core",
    "koersvast.organisation",
    "koersvast.direction",
    "koersvast.decisions",
    "koersvast.risk",
    "koersvast.work",
    "koersvast.funding",
    "koersvast.communication",
    "koersvast.checks",
    "koersvast.exchange",
    "koersvast.reports",
    "koersvast.portal",
    "koersvast.cli",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "simple_history",
    "tree_queries",
    *filter(None, os.environ.get("KOERSVAST_EXTRA_APPS", "").split(",")),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "koersvast.core.middleware.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "koersvast.organisation.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "koersvast.config.urls"
WSGI_APPLICATION = "koersvast.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "koersvast.core.context.page",
                "koersvast.organisation.context.municipality",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

# --- database ---------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get(
            "KOERSVAST_DATABASE_URL", f"sqlite:///{DATA_DIR / f'{MUNICIPALITY}.sqlite3'}"
        ),
        conn_max_age=60,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False

# --- sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "koersvast.core.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KOERSVAST_PROXIES", "0"))
CACHES: dict[str, dict[str, str]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
if CACHE_DIR := os.environ.get("KOERSVAST_CACHE"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CACHE_DIR,
    }

# --- language ---------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- documents --------------------------------------------------------------------------------
DOCUMENT_COLOUR = os.environ.get("KOERSVAST_COLOUR", "#17546e")
if not re.fullmatch("#[0-9a-fA-F]{6}", DOCUMENT_COLOUR):
    raise ImproperlyConfigured(f"KOERSVAST_COLOUR is no colour such as #17546e: {DOCUMENT_COLOUR}")

# --- files and security -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = None  # WhiteNoise serves straight from the packages
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
