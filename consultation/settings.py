"""Settings, read from the environment. Names, meanings and defaults stand in one table in the README."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from consultation import catalogues
from consultation.founding import environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = environment.settings_from(BASE_DIR / ".env")
VAR_DIR = BASE_DIR / env.str("VAR_DIR", default="var")

# --- What must be said ------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
DEMO_SECOND_FACTOR = env.bool("DEMO_SECOND_FACTOR", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
# Former keys, which still verify what they signed: sessions, private links, ids of issued files.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
if not SECRET_KEY:
    sys.exit(
        "No site is set up here. `.venv/bin/python manage.py setup` asks six questions and writes .env. "
        "Or set SECRET_KEY to a long random text: without DEBUG the site does not start without it."
    )
if not ALLOWED_HOSTS:
    sys.exit("Set ALLOWED_HOSTS to the names this site answers to, such as charter.example.org.")
if DEBUG and set(ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]", "testserver"}:
    sys.exit("DEBUG shows what must stay inside: with it the site answers to this machine's own names alone.")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

# --- The identity of the installation ---------------------------------------------------------------------------

SITE_NAME = env.str("SITE_NAME", default="Charter")
SITE_DESCRIPTOR = env.str("SITE_DESCRIPTOR", default="") or gettext_lazy("Consultation")


def _site_name() -> str:
    from accounts.queries.site_settings import site_name  # late: models need these settings

    return site_name()


WAGTAIL_SITE_NAME = lazy(_site_name, str)()
# The mail address of the secretariat, at the foot of every page; empty, there is none.
CONTACT = env.str("CONTACT", default="")
# Where weaknesses are reported: a mail address or a page, for /.well-known/security.txt; empty, the secretariat.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
# Who sends it as a bearer token is told figures by /health/; empty, only administrators are.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")

# Opens the page that makes the first administrator, while there is none; empty, `manage.py new_admin` makes one.
SETUP_KEY = env.str("SETUP_KEY", default="")

# With this secret key of minisign releases are signed; empty, they are not.
MINISIGN_KEY_FILE = env.str("MINISIGN_KEY_FILE", default="")

# --- How the consultation works --------------------------------------------------------------------------------

PUBLISH_NEEDS_TWO = env.bool("PUBLISH_NEEDS_TWO", default=True)

# Whether a second moderator confirms dates of a round that become earlier, and how many hours before such a date
# members are told.
SHORTENING_NEEDS_TWO = env.bool("SHORTENING_NEEDS_TWO", default=True)
SHORTENING_NOTICE_HOURS = env.int("SHORTENING_NOTICE_HOURS", default=72)

# Under which licence each version's data are given, and where it stands.
DATA_LICENCE = env.str("DATA_LICENCE", default="CC BY 4.0")
DATA_LICENCE_URL = env.str("DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/")

# Whether a second person of the language approves an alignment before it stands.
ALIGNMENT_NEEDS_TWO = env.bool("ALIGNMENT_NEEDS_TWO", default=True)

# The dotted path of a callable (text, its language, another language) -> text; empty, no machine translates anything.
MACHINE_TRANSLATION = env.str("MACHINE_TRANSLATION", default="")

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django_comments_xtd",  # before charter, which switches a receiver of it off
    "django_comments",
    "consultation",
    "cms",
    "charter",
    "accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
SITE_ID = 1

DJANGO_HAS_CSP = django.VERSION >= (6, 0)
DJANGO_HAS_MAILERS = django.VERSION >= (6, 1)
CSP_MIDDLEWARE = (
    "django.middleware.csp.ContentSecurityPolicyMiddleware" if DJANGO_HAS_CSP else "csp.middleware.CSPMiddleware"
)
MIDDLEWARE = [
    "consultation.middleware.HealthMiddleware",
    "consultation.middleware.LogMiddleware",
    "consultation.middleware.SizeMiddleware",
    "consultation.middleware.OwnPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    CSP_MIDDLEWARE,
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.CorrectedTextsMiddleware",
    "charter.api.public_access.OpenMiddleware",
    "charter.middleware.DueReleasesMiddleware",
    "charter.middleware.KeptPagesMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "accounts.middleware.NotStoredMiddleware",
    "consultation.middleware.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "consultation.middleware.WordsLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.VisitsMiddleware",
    "accounts.middleware.TypedWordsMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "cms.middleware.AdminStyleMiddleware",
    "cms.middleware.AdministrationMiddleware",
    "cms.middleware.RefusalMiddleware",
    "cms.middleware.UploadsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "accounts.middleware.PageTextsMiddleware",
    "consultation.middleware.SecondTryMiddleware",
]

ROOT_URLCONF = "consultation.urls"
WSGI_APPLICATION = "consultation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "consultation.context.site",
            ],
            "builtins": ["consultation.templatetags.punctuation"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------------------------------------------

# A path is no address: in an address the signs # and ? end it.
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "consultation.sqlite3")}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL") if env.str("DATABASE_URL", default="") else SQLITE
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds that a command waits for the lock; a page waits less (`consultation/wsgi.py`).
        "timeout": 20,
        # With recursive triggers a row that INSERT OR REPLACE takes away counts as deleted, which guarded ones refuse.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        ),
    }
# Opening a file of SQLite and reading its tables anew costs a third of a page.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
# A connection that the server cut meanwhile is made anew before a request uses it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
REDIS = {
    "BACKEND": "consultation.caching.ForgivingCache",
    "LOCATION": REDIS_URL,
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
}
CACHES = {
    "default": REDIS if REDIS_URL else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Apart from the rest, so that many pages never push limits or locks out.
    "pages": {**REDIS, "KEY_PREFIX": "pages"}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # Failed attempts and mails that anybody can cause. In the database, so that all processes share them and a Redis
    # that stops opens no way to guess. Only forms that are sent ask it: no reading of a page does.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_count",
        "KEY_FUNCTION": "accounts.limits.hide",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
# Whether pages for readers without an account are kept for a minute; while templates are being changed they are not.
KEEPS_PAGES = not DEBUG
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- Backups ----------------------------------------------------------------------------------------------------

KEEP_BACKUPS_DAYS = env.int("KEEP_BACKUPS_DAYS", default=30)
# Where an encrypted copy of each nightly backup is uploaded: sftp://user@host:port/folder; empty, nowhere.
BACKUP_COPY_TO = env.str("BACKUP_COPY_TO", default="")
# For whom it is encrypted: a public key of age (age1...), or the path of an exported public key of GnuPG.
BACKUP_COPY_KEY = env.str("BACKUP_COPY_KEY", default="")
# The path of the private key of SSH by which the copy is uploaded; empty, the user's own.
BACKUP_COPY_IDENTITY = env.str("BACKUP_COPY_IDENTITY", default="")

# --- Languages and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("zh-hans", "简体中文"),
    ("pt", "Português"),
    ("de", "Deutsch"),
    ("ru", "Русский"),
]
LOCALE_PATHS = [BASE_DIR / "consultation" / "locale"]
LANGUAGES += catalogues.further_languages(LOCALE_PATHS[0], [code for code, _name in LANGUAGES])
INTERFACE_LANGUAGES = catalogues.languages_with_catalogue(LOCALE_PATHS[0], [code for code, _name in LANGUAGES])
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
FORMAT_MODULE_PATH = ["consultation.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Madrid")

# --- Static files and uploads -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATICFILES_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "consultation.statics.NamedOnceStorage"
)
# Told by the name alone: WhiteNoise's own test asks the store for names that the manifest lacks.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.[^/]+$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE},
}
# What is sent at once, files included; `deploy/Caddyfile` has the same limit.
LARGEST_REQUEST = 25 * 1000 * 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# Who changes an account is told of it by mail, at the old address where the address is what changed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Who finds an open session is asked for its password before an address is added, taken away or made the main one.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Not by a mailed code: whoever sits at an open computer may read its mail too.
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_FORMS = {
    "reset_password": "accounts.forms.opening.NewPasswordForm",
    "request_login_code": "accounts.forms.opening.CodeForm",
}
# Counted by accounts/limits.py: an assembly of sixty signs in through one network address in one minute.
ATTEMPTS = {
    "address": "30/m/ip,120/h/ip",
    "pair": "5/5m/key",
    # Over all network addresses; beyond it each pair has one attempt in the time of the next line.
    "account": "20/h/key",
    "slowed pair": "1/15m/key",
    # Who comes so far has the password; a new one, set by mail, begins the count anew.
    "second factor": "50/d/key",
    "device": "10/5m/key",
    "mails asked": "3/5m/key",
    "mails sent": "6/h/key,20/d/key",
}
ACCOUNT_RATE_LIMITS = {
    **dict.fromkeys(("login", "login_failed", "request_login_code", "reset_password")),
    "confirm_email": "1/3m/key,10/d/key",
}
MFA_RATE_LIMITS = {"webauthn_login": None}  # a passkey cannot be guessed
MFA_FORMS = {
    "authenticate": "accounts.forms.opening.SecondFactorForm",
    "reauthenticate": "accounts.forms.opening.SecondFactorAgainForm",
}
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "accounts.views.kept.too_late"
LOGIN_REDIRECT_URL = "/"
# Providers as allauth takes them: a JSON list of provider_id, name, client_id, secret, settings.server_url.
OPENID_CONNECT: list[dict[str, Any]] = env.json("OPENID_CONNECT", default=[])
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OPENID_CONNECT}}
SOCIALACCOUNT_ADAPTER = "accounts.adapter.ProviderAdapter"
# Whether a provider that confirms the invited address can take the place of a password when an invitation is accepted.
OPENID_CONNECT_INVITATIONS = env.bool("OPENID_CONNECT_INVITATIONS", default=False)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMONSTRATION
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_ENGINE = "accounts.sessions"
MESSAGE_STORAGE = "consultation.cookies.MessageStorage"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
DELEGATE_SESSION_DAYS = env.int("DELEGATE_SESSION_DAYS", default=60)
SESSION_DAYS = env.int("SESSION_DAYS", default=14)
SECRETARIAT_SESSION_HOURS = env.int("SECRETARIAT_SESSION_HOURS", default=12)
SECRETARIAT_IDLE_MINUTES = env.int("SECRETARIAT_IDLE_MINUTES", default=60)
# What an open page asks by itself: no sign that somebody is there.
UNATTENDED = {"desk_merge_now", "wagtailadmin_editing_sessions:ping"}
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
LIMITS = {
    "inviting": "60/h/user",
    "accepting": "300/h/ip",
    "joining": "120/h/ip",
    "following": "120/h/ip",
    # Replies to offers and requests of members; each is emailed to a team.
    "replying": "30/h/user",
}
# How often one person may ask for the tracked changes of what is being typed. No row is written to count it.
TYPING_LIMIT = "150/m"
# How often one address of the network may ask the interface for machines: number/s, /m or /h.
API_LIMIT = env.str("API_LIMIT", default="300/m")
KEEP_DAYS = {
    "joining forms": env.int("KEEP_JOINING_DAYS", default=365),
    "accepted joining forms": env.int("KEEP_ACCEPTED_JOINING_DAYS", default=730),
    "invitations": env.int("KEEP_INVITATIONS_DAYS", default=90),
    "letters": env.int("KEEP_LETTERS_DAYS", default=365),
    "unconfirmed follows": env.int("KEEP_UNCONFIRMED_FOLLOWS_DAYS", default=7),
    # Not before the longest sign-in is over, which ends with the row that lists it.
    "sessions": env.int("KEEP_SESSIONS_DAYS", default=DELEGATE_SESSION_DAYS),
    "form tokens": env.int("KEEP_FORM_TOKENS_DAYS", default=30),
    "replies to offers": env.int("KEEP_REPLIES_DAYS", default=365),
    "addresses": env.int("KEEP_ADDRESSES_DAYS", default=1095),
}
# What the server that keeps our lines deletes them after. The site writes to standard error and keeps none itself.
LOG_DAYS = env.int("LOG_DAYS", default=30)
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Accounts are changed on the site's own pages alone: Wagtail's ask neither the second factor nor a confirmation.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# --- Wagtail ----------------------------------------------------------------------------------------------------

WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.PictureForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Wagtail asks providers of videos what to show; this server asks nobody for anything.
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Comments: the package is the store, everything shown is ours -------------------------------------------------

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "charter.models.CharterComment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 2
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_APP_MODEL_OPTIONS = {
    "default": {"who_can_post": "users", "allow_flagging": True, "allow_feedback": False, "show_feedback": False}
}
# The package writes to the second item of each manager, so an administrator stands here as a pair.
MANAGERS: list[tuple[str, str]] = []

# --- Mail -------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="consultation@localhost")
MAIL_URL = env.str("MAIL_URL", default="")
MAIL = (
    env.email_url_config(MAIL_URL)
    if MAIL_URL
    else {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(VAR_DIR / "mail"),
    }
)
MAIL_TIMEOUT = 20
# The selector of the key by which the mail server signs (DKIM), for `doctor`; empty, it cannot look the key up.
DKIM_SELECTOR = env.str("DKIM_SELECTOR", default="")
if DJANGO_HAS_MAILERS:
    MAILERS = {
        "default": {
            "BACKEND": MAIL["EMAIL_BACKEND"],
            "OPTIONS": {
                name: value
                for name, value in {
                    "file_path": MAIL.get("EMAIL_FILE_PATH"),
                    "host": MAIL.get("EMAIL_HOST"),
                    "port": MAIL.get("EMAIL_PORT"),
                    "username": MAIL.get("EMAIL_HOST_USER"),
                    "password": MAIL.get("EMAIL_HOST_PASSWORD"),
                    "use_tls": MAIL.get("EMAIL_USE_TLS"),
                    "use_ssl": MAIL.get("EMAIL_USE_SSL"),
                    "timeout": MAIL_TIMEOUT if MAIL.get("EMAIL_HOST") else None,
                }.items()
                if value
            },
        }
    }
else:
    vars().update(MAIL)
    EMAIL_TIMEOUT = MAIL_TIMEOUT

# --- Security ---------------------------------------------------------------------------------------------------

SECURE_SITE = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SECURE_SITE
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by a front server, without TLS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Limits count readers by the address that the front server saw, not by the front server's own.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_HSTS_SECONDS = 63072000 if SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SITE
SECURE_HSTS_PRELOAD = SECURE_SITE
SESSION_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the page
# A browser takes such a cookie from this host alone, over TLS alone: no neighbour under the same domain can plant one.
COOKIE_PREFIX = "__Host-" if SECURE_SITE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # The Wagtail preview shows our own pages in a frame of our own.


def _origin(address: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


# What no directive names is not to be had at all.
CSP_DIRECTIVES = {
    "default-src": ["'none'"],
    **{
        f"{kind}-src": ["'self'"]
        for kind in ("script", "style", "font", "connect", "media", "frame", "manifest", "worker")
    },
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    # Signing in elsewhere begins with a form of ours that leads there.
    "form-action": ["'self'", *(_origin(app["settings"]["server_url"]) for app in OPENID_CONNECT)],
    "frame-ancestors": ["'self'"],
}
if DJANGO_HAS_CSP:
    SECURE_CSP = CSP_DIRECTIVES
else:
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP_DIRECTIVES}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
}

# --- Logs -------------------------------------------------------------------------------------------------------

# Lines for a machine are not for a person at a terminal.
LOG_WORK = env.bool("LOG_REQUESTS", default=not DEBUG and not DEMONSTRATION and not sys.stderr.isatty())
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "consultation.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "NOTSET"},  # its own would mail and print beside ours
        "requests": {"level": "INFO" if LOG_WORK else "WARNING"},
        "work": {"level": "INFO" if LOG_WORK else "WARNING"},
        "weasyprint": {"level": "ERROR"},  # it warns of each rule that is meant for screens
    },
}
