"""What editors keep in the CMS beside the desk."""

from .follow_ups import follow_up_viewset
from .policy import policy_viewset
from .watchlist import watchlist_viewset

__all__ = ["follow_up_viewset", "policy_viewset", "watchlist_viewset"]
