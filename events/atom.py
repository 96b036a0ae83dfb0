"""Actions as an Atom feed (RFC 4287), by Django's own writer."""

import datetime as dt
from collections.abc import Sequence

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from organizations.text import clean_text

from .public import PublicAction


class _Feed(Atom1Feed):
    """Says when the selection changed: what left it leaves no entry behind."""

    def __init__(self, *args, changed_at, **kwargs):
        super().__init__(*args, **kwargs)
        self.changed_at = changed_at

    def latest_post_date(self):
        return self.changed_at or super().latest_post_date()


def atom(
    actions: Sequence[PublicAction],
    *,
    name: str,
    feed_url: str,
    page_url: str,
    language: str,
    changed_at: dt.datetime | None,
) -> str:
    """Return the feed, an entry an action, in the order given.

    An entry's id is the action's UID as a URN-like tag; `updated` is its last change.
    """
    feed = _Feed(
        title=name,
        link=page_url,
        description="",
        language=language,
        feed_url=feed_url,
        feed_guid=feed_url,
        changed_at=changed_at,
    )
    for action in actions:
        title = action.title
        if action.is_cancelled:
            title = _("Called off: %(title)s") % {"title": title}
        feed.add_item(
            title=clean_text(title),
            link=action.url,
            # Django writes it as HTML, so plain words are escaped twice.
            description=escape(clean_text(_summary(action))),
            unique_id=f"tag:{action.uid.partition('@')[2]},2026:{action.uid}",
            pubdate=action.created_at,
            updateddate=action.changed_at,
            author_name=clean_text(action.organizer.name),
            categories=[str(action.kind_label)],
        )
    return feed.writeString("utf-8")


def _summary(action: PublicAction) -> str:
    """Return when, where and what in plain words."""
    if action.starts_at:
        when = f"{action.starts_at:%Y-%m-%d %H:%M} ({action.timezone})"
    elif action.is_all_day:
        when = f"{action.starts_on}"
    else:
        when = f"{action.starts_on}, {_('Time to be announced')}"
    where = ", ".join(
        part
        for part in (action.place.venue, action.place.city, action.place.country_name)
        if part
    )
    language = f"[{action.other_language_name}]" if action.other_language_name else ""
    return " · ".join(filter(None, (when, where, language, action.summary)))
