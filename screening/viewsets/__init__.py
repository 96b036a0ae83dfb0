"""What editors keep in the CMS beside the desk: the watchlist, the policy."""

from .policy import policy_viewset
from .watchlist import watchlist_viewset

__all__ = ["policy_viewset", "watchlist_viewset"]
