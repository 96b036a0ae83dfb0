"""The editors' numbers, and the record of decisions as a file."""

import csv
import io

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from events.records import as_cell
from organizations.languages import day_and_month
from organizations.permissions import user_is_campaign_coordinator, user_is_editor

from ..engine.explain import METHODS_SAID
from ..reporting import (
    RECORD_FIELDS,
    alarms,
    hours_by_week,
    minutes_by_week,
    open_by_age,
    record,
)

BAR_HEIGHT = 120  # of the highest bar, in units of the drawing
BAR_STEP = 48


def bars(rows: list[tuple[str, float | None]]) -> list[dict]:
    """Return where each bar of a plot stands: x, y, height, its label and value.

    A value of None is unknown, and no bar; without any value there is no plot.
    """
    if all(value is None for _label, value in rows):
        return []
    highest = max((value or 0 for _label, value in rows), default=0) or 1
    return [
        {
            "x": k * BAR_STEP,
            "center": k * BAR_STEP + BAR_STEP // 2 - 4,
            "y": round(BAR_HEIGHT - (value or 0) / highest * BAR_HEIGHT + 20),
            "height": max(round((value or 0) / highest * BAR_HEIGHT), 1),
            "label": label,
            "value": value,
        }
        for k, (label, value) in enumerate(rows)
    ]


class NumbersView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/numbers.html"
    page_title = gettext_lazy("Numbers")
    header_icon = "table"

    def get_context_data(self, **kwargs):
        by_entry, by_method = alarms()
        weeks = hours_by_week()
        by_age = open_by_age()
        return super().get_context_data(
            by_age=by_age,
            weeks=weeks,
            week_bars=bars([(day_and_month(day), hours) for day, _n, hours in weeks]),
            minute_bars=bars(
                [
                    (day_and_month(day), minutes)
                    for day, _n, minutes in minutes_by_week()
                ]
            ),
            by_entry=by_entry,
            by_method=[
                (METHODS_SAID.get(name, name), alerts, false)
                for name, alerts, false in by_method
            ],
            width=12 * BAR_STEP,
            **kwargs,
        )


@require_safe
def record_as_csv(request):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(RECORD_FIELDS)
    for row in record():
        writer.writerow([as_cell(row[name]) for name in RECORD_FIELDS])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    return _attached(response, "csv")


@require_safe
def record_as_json(request):
    response = JsonResponse(
        {"decisions": list(record())}, json_dumps_params={"ensure_ascii": False}
    )
    return _attached(response, "json")


def _attached(response, ending: str):
    name = f"decisions-{timezone.localdate()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class NumbersMenuItem(MenuItem):
    def is_shown(self, request):
        user = request.user
        return user_is_editor(user) or user_is_campaign_coordinator(user)


class NumbersViewSet(ViewSet):
    icon = "table"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Numbers")
    menu_order = 240
    menu_item_class = NumbersMenuItem

    def get_urlpatterns(self):
        return [
            path("", NumbersView.as_view(), name="index"),
            path("decisions.csv", record_as_csv, name="csv"),
            path("decisions.json", record_as_json, name="json"),
        ]


numbers_viewset = NumbersViewSet("numbers", url_prefix="numbers")
