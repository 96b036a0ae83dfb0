"""The demonstration and a developer's machine: works with nothing set."""

from .base import *  # noqa: F403 - a variant is the base with differences
from .base import env_bool, generated_secret_key

DEBUG = env_bool("DEBUG", default=False)
SECRET_KEY = generated_secret_key()
REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR", default=False)
WHITENOISE_AUTOREFRESH = True
