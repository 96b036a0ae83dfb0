"""The test suite: fast hashing, mail in memory, no file outside a temporary folder."""

import tempfile

from .base import *  # noqa: F403 - a variant is the base with differences
from .base import DATABASES, env

SECRET_KEY = "only-for-tests"  # noqa: S105 - protects nothing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
    }
    for name in ("default", "feeds")
}
LOCK_DIR = tempfile.mkdtemp(prefix="objectwar-locks-")
MEDIA_ROOT = tempfile.mkdtemp(prefix="objectwar-media-")
REQUIRE_SECOND_FACTOR = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "https://objectwar.example"
WAGTAILADMIN_BASE_URL = SITE_URL
ACCOUNT_RATE_LIMITS = False
WORK_IN_BACKGROUND = False  # a thread does not see what a test has not committed
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Fast and forgetful: a lost test database is made anew.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
    )
    DATABASES["default"]["TEST"] = {
        "NAME": env("TEST_DATABASE", str(BASE_DIR / "var" / "test.sqlite3"))  # noqa: F405
    }
