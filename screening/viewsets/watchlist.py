"""The watchlist in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import WatchlistEntry


class WatchlistViewSet(ModelViewSet):
    model = WatchlistEntry
    icon = "warning"
    menu_label = _("Watchlist")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "kind", "countries", "status"]
    search_fields = ["name", "aliases", "acronyms", "websites"]
    form_fields = [
        "kind",
        "name",
        "aliases",
        "weak_aliases",
        "acronyms",
        "websites",
        "handles",
        "countries",
        "language",
        "reason",
        "source_title",
        "source_url",
        "status",
        "is_example",
    ]
    copy_view_enabled = False
    inspect_view_enabled = False
    search_backend_name = None


watchlist_viewset = WatchlistViewSet("watchlist", url_prefix="watchlist")
