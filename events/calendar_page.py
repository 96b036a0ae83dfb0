"""The month view: the list's filter, and the days on which its actions are."""

import datetime as dt

from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from organizations.caching import public_page

from .counts import count_choices
from .filters import EventFilter, FilterError, shown
from .month import Day, beside, days_of, first_month, read_month, weeks_of, written
from .tally import tally
from .views import addresses_of, bad_filter, other_towns, with_query


@public_page
def calendar(request):
    event_filter = EventFilter(request.GET)
    asked = request.GET.get("month", "")
    month = read_month(asked) if asked else None
    problems = [] if event_filter.is_valid() else event_filter.problems()
    if asked and month is None:
        problems.append(
            FilterError(
                parameter="month",
                value=shown(asked),
                message=_("Please write the month as year-month, for example 2026-12."),
                drop_query=event_filter.query,
            )
        )
    if problems:
        return bad_filter(request, problems)
    at = timezone.now()
    month = month or first_month(event_filter, at=at)
    weeks = weeks_of(event_filter, month, at=at)
    days = days_of(month)
    event_filter.offer(count_choices(tally(), event_filter, at=at, days=days))
    pairs = event_filter.pairs()

    def address(of: dt.date | None) -> str:
        query = urlencode([*pairs, ("month", written(of))]) if of else ""
        return with_query(request.path, query) if of else ""

    def day_url(day: dt.date) -> str:
        rest = [pair for pair in pairs if pair[0] not in {"when", "from", "to"}]
        query = urlencode([*rest, ("from", day.isoformat()), ("to", day.isoformat())])
        return with_query(reverse("events:action_list"), query)

    def written_day(day: Day) -> str:
        if not day.actions:
            return ""
        about = {"day": day, "url": day_url(day.date)}
        return render_to_string("events/_month_day.html", about)

    # Once for the table and for the list that small screens have instead.
    written_weeks = [[(day, written_day(day)) for day in week] for week in weeks]
    list_url = reverse("events:action_list")
    return render(
        request,
        "events/calendar.html",
        {
            "month": month,
            "form": event_filter,
            "kept": [("month", written(month))],
            "clear_url": with_query(request.path, urlencode({"month": written(month)})),
            "other_towns": other_towns(event_filter, request.path),
            "weeks": written_weeks,
            "days": [
                (day, actions)
                for week in written_weeks
                for day, actions in week
                if day.is_in_month and day.actions
            ],
            "previous_url": address(beside(month, -1)),
            "next_url": address(beside(month, 1)),
            "chips": [
                {
                    "label": chip.label,
                    "remove_url": with_query(
                        request.path,
                        f"{chip.remove_query}&month={written(month)}".lstrip("&"),
                    ),
                }
                for chip in event_filter.chips()
            ],
            "list_url": with_query(list_url, event_filter.query),
            "page_url": settings.SITE_URL + address(month),
            "noindex": True,
            **addresses_of(event_filter.query),
        },
    )
