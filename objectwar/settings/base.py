"""All settings, with safe defaults. The environment is read here and nowhere else.

Variables begin with OBJECTWAR_. The variants beside this file hold differences only.
"""

import os
import secrets
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

# The pinned package `tzdata` rather than the system's data, which may be a year older.
zoneinfo.reset_tzpath(to=[])

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"OBJECTWAR_{name}", default)


def env_bool(name: str, *, default: bool) -> bool:
    value = env(name).strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


# What a person's site consists of: database, uploads, the generated key.
DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def generated_secret_key() -> str:
    """Return the key kept in DATA_DIR, making it on the first call."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


CONTINENTS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)

DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# Absolute addresses in feeds and mails come from here, never from the Host header.
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
# The domain in UIDs. It never changes, even if the site moves.
UID_DOMAIN = env("UID_DOMAIN", "objectwar.example")
SITE_NAME = env("SITE_NAME", "#ObjectWarCampaign")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL

# Files of groups are read by a thread while nobody waits; off, by the request itself.
WORK_IN_BACKGROUND = True

INSTALLED_APPS = [
    "objectwar",
    "home",
    "screening",
    "events",
    "organizations",
    "basemap",
    "wagtail.contrib.settings",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "leaflet",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "mailer",
    "csp",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "objectwar.kept.KeptPagesMiddleware",
    "objectwar.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "objectwar.middleware.CmsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "objectwar.middleware.LanguageMiddleware",
    "objectwar.moved.MovedMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organizations.gate.GateMiddleware",
]

ROOT_URLCONF = "objectwar.urls"
WSGI_APPLICATION = "objectwar.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "objectwar.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'objectwar.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers read while one writes; IMMEDIATE makes writers queue instead of
    # failing halfway (docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A page's tables come from two models each, and the query of a list joins eight: to
    # try them in every order takes longer than to read the rows (docs/decisions/0161).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c join_collapse_limit=6"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")


def cache_of(name: str, entries: int) -> dict:
    """Return a cache that all processes share: in Redis, or in files of one machine."""
    if REDIS_URL:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": name,
        }
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / name),
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


CACHES = {
    # Sign-in limits count across processes.
    "default": cache_of("cache", 300),
    # Feeds as they are sent, plain and compressed: up to 1 MB each (events/stored.py).
    "feeds": cache_of("feeds", 600),
}
# Which process writes a feed is settled by locks on files here.
LOCK_DIR = DATA_DIR / "locks"

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- Languages and time -----------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pl", "Polski"),
    ("ru", "Русский"),
    ("uk", "Українська"),
    ("be", "Беларуская"),
]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The second: words of Wagtail and Django that they lack in some language.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "objectwar" / "borrowed"]
USE_I18N = True
FORMAT_MODULE_PATH = ["objectwar.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
WAGTAILIMAGES_IMAGE_MODEL = "organizations.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

# --- People -----------------------------------------------------------------------

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "organizations.accounts.AuthenticationBackend",
    "organizations.accounts.CmsAccessBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organizations.passwords.ContextWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "organizations.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "organizations.sign_in_forms.FurtherAddressForm",
    "login": "organizations.sign_in_forms.SignInForm",
    "reset_password": "organizations.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "organizations.sign_in_forms.NewPasswordForm",
    "change_password": "organizations.sign_in_forms.ChangedPasswordForm",
    "reauthenticate": "organizations.sign_in_forms.ConfirmingPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "organizations.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "organizations.sign_in_forms.SecondFactorForm",
    "reauthenticate": "organizations.sign_in_forms.ConfirmingCodeForm",
    "activate_totp": "organizations.sign_in_forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Editors and coordinators need a second factor. Only the demonstration turns it off.
REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR", default=True)
INVITATION_DAYS = 14

SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# In the session: a cookie of its own would stay with the browser after signing out.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "objectwar.views.csrf_failure"

# --- The CMS ----------------------------------------------------------------------

WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/en/account/login/"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Both would ask somebody else's server about our people.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = False
# Each saving of what waits renews what an editor is reading: people save, not timers.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "organizations.widgets.RichTextArea"}
}
WAGTAIL_USER_TIME_ZONES = sorted(
    zone for zone in zoneinfo.available_timezones() if zone.startswith(CONTINENTS)
)
WAGTAIL_FINISH_WORKFLOW_ACTION = "screening.workflow.publish_screened"
# What the campaign offers for download (objectwar/views.py says as what).
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.upload_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.upload_forms.FileForm"
WAGTAILDOCS_EXTENSIONS = ["jpg", "odt", "pdf", "png", "txt", "zip"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
}
WAGTAIL_USAGE_COUNT_ENABLED = False
# Which CMS address is for whom; what is not listed answers 404 (organizations/gate.py).
AUDIENCES_FILE = BASE_DIR / "objectwar" / "audiences.csv"

# Whether editors may list persons in a public political role. Such data is specially
# protected (GDPR, Article 9): docs/watchlist.md has the questions to answer first.
WATCHLIST_PERSONS = env_bool("WATCHLIST_PERSONS", default=False)

# A Nominatim server that finds streets for organisers, off while empty; who runs this
# site, as its usage policy wants to know.
NOMINATIM_URL = env("NOMINATIM_URL").rstrip("/")
NOMINATIM_CONTACT = env("NOMINATIM_CONTACT", env("REPORT_EMAIL", SITE_URL))

# Streets on the maps, the first of three that is set: a PMTiles file with Protomaps'
# layers; tiles of a server under this site's own domain ("https://…/{z}/{x}/{y}.png"),
# and whom to name for them; OpenStreetMap's, asked only after a visitor's click.
MAP_STREETS_FILE = env("MAP_STREETS_FILE")
MAP_STREETS_TILES = env("MAP_STREETS_TILES")
MAP_STREETS_CREDIT = env("MAP_STREETS_CREDIT", "© OpenStreetMap")
MAP_OSM_ON_CLICK = env_bool("MAP_OSM_ON_CLICK", default=False)


def origins_of_pictures() -> list[str]:
    """Return whom else a page may ask for pictures: nobody, as a rule."""
    if MAP_STREETS_FILE:
        return []
    if MAP_STREETS_TILES:
        parts = urlsplit(MAP_STREETS_TILES)
        return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
    return ["https://tile.openstreetmap.org"] if MAP_OSM_ON_CLICK else []


LEAFLET_CONFIG = {"TILES": [], "RESET_VIEW": False, "NO_GLOBALS": False}

# --- Mail -------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env("FROM_EMAIL", "no-reply@objectwar.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Feeds name it as ORGANIZER (RFC 5546 §3.2.1): an address of ours, never a person's.
FEED_ORGANIZER_EMAIL = env("FEED_ORGANIZER_EMAIL", DEFAULT_FROM_EMAIL)
REPORT_EMAIL = env("REPORT_EMAIL", "report@objectwar.example")

# --- HTTP -------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" makes browsers send "Origin: null", and Django refuses every form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *origins_of_pictures()],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Logs: no address, no query text, no mail address ------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What was asked for and not found may hold a token, a name, a mail address
    # (SECURITY-CASES 52); what broke is told with its traceback.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

SITE_TAGLINE = _("Protection and asylum for everyone who refuses this war")
