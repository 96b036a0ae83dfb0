"""A public site. Secrets have no default, so that a missing one fails loudly."""

import os

from .base import *  # noqa: F403 - a variant is the base with differences
from .base import STORAGES, env, env_bool, env_list

SECRET_KEY = os.environ["OBJECTWAR_SECRET_KEY"]
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or [os.environ["OBJECTWAR_ALLOWED_HOSTS"]]
SITE_URL = os.environ["OBJECTWAR_SITE_URL"].rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Limits count the visitor's network, not the proxy's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "objectwar.storage.StaticStorage"},
}

# An outbox in the database: a message is stored with the change that caused it and
# sent by `manage.py send_mail`, with retries (docs/decisions/0010).
EMAIL_BACKEND = "mailer.backend.DbBackend"
MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 10
