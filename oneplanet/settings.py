"""Settings of the portal. The environment decides; docs/operating.md has the table.

Three ways to run it:

- sample (`SAMPLE=1`, what `make run` uses): sample accounts and data are allowed.
- developer (`DEBUG=1`, which implies SAMPLE; `make dev`): with Django's debug pages.
- production: neither. `SITE_URL` must be https and `SECRET_KEY` long, or it refuses.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SAMPLE = env.bool("SAMPLE", default=DEBUG)
TESTING = env.bool("TESTING", default=False)  # set by tests/settings.py alone
SITE_URL = env.str(
    "SITE_URL", default="http://localhost:8000" if SAMPLE else ""
).rstrip("/")
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

_site = urlsplit(SITE_URL)
IS_HTTPS = _site.scheme == "https"

# Refusals that need no database. Raised here because system checks do not run
# where the server starts; `oneplanet/wsgi.py` refuses what needs the database.
if DEBUG and not SAMPLE:
    raise ImproperlyConfigured(
        "DEBUG=1 with SAMPLE=0: debug pages show the code and its settings, so "
        "only a portal with sample data may have them. Remove DEBUG."
    )
if DEBUG and not SECRET_KEY:
    SECRET_KEY = "developers-only-" + "x" * 50
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters. "
        "Set it to a long random text and keep it secret."
    )
if not _site.hostname or not (IS_HTTPS or SAMPLE):
    raise ImproperlyConfigured(
        "SITE_URL must be the portal's public https address, for example "
        "https://portal.example.org. Only a portal with SAMPLE=1 may use http."
    )
if DEBUG and IS_HTTPS:
    raise ImproperlyConfigured(
        "DEBUG=1 together with an https SITE_URL: debug pages must never "
        "face the public. Remove one of the two."
    )

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[_site.hostname, "localhost", "127.0.0.1", "[::1]"]
    if SAMPLE
    else [_site.hostname],
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []

INSTALLED_APPS = [
    "oneplanet",
    "knowledge_hubs",
    "reporting",
    "programmes",
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "django_prose_editor",
    "rest_framework",
    "simple_history",
]

MIDDLEWARE = [
    "oneplanet.middleware.empty_heads",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "oneplanet.middleware.open_api",
    "oneplanet.middleware.quiet_sessions",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "oneplanet.middleware.address_language",
    "django.middleware.common.CommonMiddleware",
    "oneplanet.middleware.kind_refusals",
    "oneplanet.middleware.waiting_texts",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "oneplanet.middleware.time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "oneplanet.middleware.second_factor",
    "programmes.moved.merged_organisations",
]

ROOT_URLCONF = "oneplanet.urls"
WSGI_APPLICATION = "oneplanet.wsgi.application"
SEARCH_KINDS = "knowledge_hubs.search.kinds.KINDS"  # what the search finds

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oneplanet.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "oneplanet.templatetags.drawn",
                "oneplanet.templatetags.page",
                "oneplanet.templatetags.marks",
            ],
        },
    },
]
FORM_RENDERER = "oneplanet.forms.PortalRenderer"

# --- Database -----------------------------------------------------------------

DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA busy_timeout=20000; "
            # Or REPLACE would remove a sealed row unseen (oneplanet/sealing.py).
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # In the database, so that every process counts the same requests and log-ins.
    "default": {
        "BACKEND": "oneplanet.counting.CountingCache",
        "LOCATION": "oneplanet_cache",
        # Past so many keys old ones are thrown out, counters among them.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# What every visitor reads alike is remembered so long; tests see each change at once.
REMEMBER_SECONDS = 0 if TESTING else 60
# What is searched for is counted in memory and written so often; 0: by nobody.
SEARCH_LOG_SECONDS = 0 if TESTING else 60

# --- Languages ------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "oneplanet.text.formats"
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en",)}

# --- Static and uploaded files ----------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "files")))
MEDIA_URL = ""  # uploaded files are served by checked views only
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o640
MAX_FORM_TEXT = 12 * 1024 * 1024  # read, then answered field by field
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_FORM_TEXT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- People --------------------------------------------------------------------

AUTH_USER_MODEL = "programmes.User"
AUTHENTICATION_BACKENDS = ["knowledge_hubs.signing_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "programmes.accounts.LengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reporting:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "knowledge_hubs:home"
ACCOUNT_ADAPTER = "programmes.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "add_email": "programmes.account_forms.NewAddressForm",
    "change_password": "programmes.account_forms.ChangePasswordForm",
    "login": "programmes.account_forms.SignInForm",
    "reauthenticate": "programmes.account_forms.ConfirmPasswordForm",
    "reset_password": "programmes.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "programmes.account_forms.NewPasswordForm",
    "set_password": "programmes.account_forms.SetPasswordForm",
    "signup": "programmes.account_forms.SignUpForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of each change to password, address, factors
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address is changed
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme or "https"
ACCOUNT_CHANGE_EMAIL = True
# How many proxies of ours stand in front: whose address counts as the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if SAMPLE else 1)
PASSWORD_RESET_TIMEOUT = 24 * 3600
MFA_ADAPTER = "programmes.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "programmes.account_forms.ActivateAppForm",
    "add_webauthn": "programmes.account_forms.AddPasskeyForm",
    "authenticate": "programmes.account_forms.SecondStepForm",
    "authenticate_webauthn": "programmes.account_forms.PasskeyStepForm",
    "edit_webauthn": "programmes.account_forms.RenamePasskeyForm",
    "login_webauthn": "programmes.account_forms.PasskeyAloneForm",
    "reauthenticate": "programmes.account_forms.ConfirmCodeForm",
    "reauthenticate_webauthn": "programmes.account_forms.ConfirmPasskeyForm",
}
# Every account has a proven address; one being changed is no reason to refuse.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SAMPLE and not IS_HTTPS
MFA_TOTP_ISSUER = "One Planet network"
MFA_TOTP_TOLERANCE = 1  # clocks of phones may be half a minute off
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail ------------------------------------------------------------------------

MAIL_FROM = env.str("MAIL_FROM", default="portal@localhost")
# Where reports of mails that could not be delivered go; empty: to MAIL_FROM.
MAIL_BOUNCES = env.str("MAIL_BOUNCES", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
EMAIL_SUBJECT_PREFIX = ""
_mail_host = env.str("MAIL_HOST", default="")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail_host,
            "port": env.int("MAIL_PORT", default=587),
            "username": env.str("MAIL_USER", default=""),
            "password": env.str("MAIL_PASSWORD", default=""),
            "use_tls": env.bool("MAIL_TLS", default=True),
            "timeout": 20,
        },
    }
    if _mail_host
    else {
        "BACKEND": "oneplanet.mail_files.ReadableFiles",
        "OPTIONS": {"file_path": VAR_DIR / "mail"},
    }
}

# --- Security -----------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "oneplanet.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
PERMISSIONS_POLICY = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
}

# --- What partners may send ------------------------------------------------------

MAX_FILES = 10
MAX_FILE_SIZE = 20 * 1024 * 1024
# Whether addresses elsewhere, to which public records point, are asked if they answer.
CHECK_LINKS = env.bool("CHECK_LINKS", default=not SAMPLE)

# --- Open data --------------------------------------------------------------------

# Requests in ten minutes, of one address and of one token; 0: as many as it likes.
LIMITS = {
    "api": (
        env.int("API_LIMIT", default=600),
        env.int("API_TOKEN_LIMIT", default=6000),
    ),
    "downloads": (
        env.int("DOWNLOAD_LIMIT", default=60),
        env.int("DOWNLOAD_TOKEN_LIMIT", default=600),
    ),
    "forms": (env.int("FORM_LIMIT", default=20), 0),  # that visitors may send
}
# Under which terms others may use the portal's own data; said in every answer.
DATA_LICENCE = env.str("DATA_LICENCE", default="CC BY 4.0")
DATA_LICENCE_URL = env.str(
    "DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/"
)
MAX_ROWS_AT_ONCE = 2_000  # of a workbook made while its reader waits

REST_FRAMEWORK = {
    # Never by a password alone: that would pass by the second factor and the limits.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication"
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
    },
}

SITE_NAME = _("One Planet network portal")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")  # the secretariat's, for everybody
