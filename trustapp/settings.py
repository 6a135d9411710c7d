"""Settings, read from the environment once; `.env.example` lists every name."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from trustapp import errors, logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Where the embedded services, uploads and the outbox keep their files.
VAR_DIR = Path(env.str("TRUSTAPP_VAR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)
# `bin/up` and `bin/test` make a key and keep it in var/; a server sets its own.
SECRET_KEY = env.str("SECRET_KEY", default="")
# Keys of before: what was signed or encrypted under them is still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
if not re.match(r"https?://[^/]+$", BASE_URL):
    raise ImproperlyConfigured("BASE_URL is http:// or https:// and a host, as in https://trust.example.com")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[BASE_URL.split("//")[1].split(":")[0], "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "foundation",
    "trustapp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_linear_migrations",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "letters",
    "accounts",
    "customers",
    "surveys",
    "followup",
    "metrics",
    "dashboards",
    "bench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trustapp.requests.RequestLog",
    "csp.middleware.CSPMiddleware",
    "trustapp.guards.Guards",
    "trustapp.packing.PackedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "trustapp.urls"
WSGI_APPLICATION = "trustapp.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trustapp.navigation.around",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Connection settings for one PostgreSQL address; Django reconnects by itself.

    The host may be a socket's folder, as in libpq: `postgres://user@%2Frun%2Fpostgresql/name`.
    """
    socket = re.match(r"\w+://(?:[^/@]*@)?(%2[Ff][^/:?]*)", url)
    return {
        **environ.Env.db_url_config(url),
        **({"HOST": unquote(socket[1])} if socket else {}),
        "ENGINE": "foundation.postgres",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


DATABASES = {"default": database(env.str("DATABASE_URL", default="postgres:///trustapp"))}
# The role that owns the tables and migrates; the app's own role when none is named.
MIGRATE_DATABASE = database(MIGRATE_URL) if (MIGRATE_URL := env.str("MIGRATE_DATABASE_URL", default="")) else None
# A role that sees behind row-level security, for `backup` alone; the owner, where none is named.
BACKUP_DATABASE = database(BACKUP_URL) if (BACKUP_URL := env.str("BACKUP_DATABASE_URL", default="")) else None
# A superuser would walk through row-level security, so its connections step down to this role.
APP_DATABASE_ROLE = env.str("APP_DATABASE_ROLE", default="trustapp_app")
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What our keys in the broker begin with: several installations may share one.
CELERY_KEY_PREFIX = env.str("CELERY_KEY_PREFIX", default="trustapp:")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="redis://127.0.0.1:6379/0")
AGENDA_TICK_SECONDS = env.float("AGENDA_TICK_SECONDS", default=1.0)
WORKER_NICE = env.int("WORKER_NICE", default=10)  # see `trustapp.priority`

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(url: str) -> dict[str, Any]:
    """Django's mail settings for one address: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`; "" is the outbox."""
    if not url:
        return {"EMAIL_BACKEND": "letters.outbox.OutboxBackend"}
    scheme, _, rest = url.partition("://")
    if scheme not in MAIL_PORTS:
        raise ImproperlyConfigured(f"EMAIL_URL begins with {', '.join(MAIL_PORTS)} and ://, not with '{scheme}'.")
    # To django-environ `smtps` is STARTTLS; everywhere else it is TLS from the first byte.
    parsed = environ.Env.email_url_config(f"{'smtp+ssl' if scheme == 'smtps' else scheme}://{rest}")
    parsed["EMAIL_PORT"] = parsed["EMAIL_PORT"] or MAIL_PORTS[scheme]
    return {name: value for name, value in parsed.items() if name != "EMAIL_FILE_PATH"}


EMAIL_URL = env.str("EMAIL_URL", default="")
vars().update(mail_server(EMAIL_URL))
EMAIL_TIMEOUT = 30
# Which provider EMAIL_URL leads to, where it is one that tells of bounces and complaints; how its word is known.
MAIL_PROVIDER = env.str("MAIL_PROVIDER", default="")
MAIL_WEBHOOK_SECRET = env.str("MAIL_WEBHOOK_SECRET", default="")
MAIL_WEBHOOK_KEY = env.str("MAIL_WEBHOOK_KEY", default="")
# The mailbox whose mail is piped into `receive_mail`, so that customers' answers to a reply come back to their case.
REPLY_ADDRESS = env.str("REPLY_ADDRESS", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Trustapp <trustapp@localhost>")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "trustapp.styles.JoinedStyles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Largest file of customers that a page takes, in MB.
IMPORT_MAX_MB = env.int("IMPORT_MAX_MB", default=100)
# All that any other request may bring, and the rows pasted beside a file: a million characters of four bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
MEDIA_ROOT = VAR_DIR / "files"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "businesses"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",  # sessions that no form began
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # so that sign-up never tells who is known here
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a stolen session cannot move the account to another address
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # a mail scanner opens every link
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.LoginForm",
    "signup": "accounts.sign_in_forms.BusinessSignupForm",
    "add_email": "accounts.sign_in_forms.AddEmailForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.CodeForm",
    "reauthenticate": "accounts.sign_in_forms.CodeAgainForm",
    "activate_totp": "accounts.sign_in_forms.ActivateForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# What was tried lately is counted in the database: it holds across processes and restarts, and when Redis is gone.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_recenttry",
        "KEY_FUNCTION": "accounts.limits.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
EVEN_SECONDS = 0.3  # the least that signing in, signing up and asking for a new password take; see `trustapp.guards`
MFA_ADAPTER = "accounts.second_factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Trustapp"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF, NONCE],  # the survey page carries its style within itself
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, by plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whom rate limits count: the last address in X-Forwarded-For, which our own proxy wrote.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 7 * 86_400  # without being used; see the engine
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # pages carry the token that scripts send
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # links in letters lead to pages of members
# The prefix makes browsers refuse a cookie that another host or plain HTTP set.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}

# Who may read /metrics; nobody where it is empty.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
LOGGING = logs.configuration(json=not DEBUG)
errors.report_to(env.str("SENTRY_DSN", default=""))
