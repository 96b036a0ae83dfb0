"""Menu items that say how much waits behind them."""

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem


class CountedMenuItem(MenuItem):
    """A menu item with a number after its words, none where nothing waits."""

    def count(self, request) -> int:
        """Return how much waits; each item says it for itself."""
        return 0

    def render_component(self, request):
        count = self.count(request)
        return LinkMenuItem(
            self.name,
            f"{self.label} ({count})" if count else self.label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )
