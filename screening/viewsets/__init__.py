"""What editors keep in the CMS beside the desk."""

from .follow_ups import follow_up_viewset
from .freezing import freeze_viewset
from .numbers import numbers_viewset
from .policy import policy_viewset
from .watchlist import watchlist_viewset

__all__ = [
    "follow_up_viewset",
    "freeze_viewset",
    "numbers_viewset",
    "policy_viewset",
    "watchlist_viewset",
]
