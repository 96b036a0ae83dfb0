"""The living style page: every token and component as the site has them now."""

import datetime as dt
import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.choices import AttendanceMode, EventKind, EventStatus
from events.public import PublicAction, PublicGroup, PublicPlace, label_in
from organizations.gate import audiences
from organizations.permissions import audiences_of

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css")
PATTERN = "{lang}/style/"
BLOCK = re.compile(r":root\s*{(.*?)}", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")


def tokens() -> dict[str, list[dict]]:
    """Return the tokens by their first word: `{"color": [{"name", "value"}]}`."""
    found: dict[str, list[dict]] = {}
    for name, value in TOKEN.findall(BLOCK.search(TOKENS.read_text("utf-8"))[1]):
        group = name.removeprefix("--").partition("-")[0]
        found.setdefault(group, []).append(
            {"name": name, "value": " ".join(value.split())}
        )
    return found


def example(**overrides) -> PublicAction:
    """Return an action that never was, for the pictures of this page."""
    day = timezone.localdate() + dt.timedelta(days=14)
    values = {
        "uid": "style@example.org",
        "slug": "style",
        "url": "#",
        "title": "Mahnwache für Kriegsdienstverweigerer",
        "kind": EventKind.VIGIL,
        "kind_label": label_in(EventKind.VIGIL, settings.LANGUAGE_CODE),
        "organizer": PublicGroup(name="Example group", slug="example", url="#"),
        "starts_on": day,
        "timezone": "Europe/Berlin",
        "created_at": timezone.now(),
        "changed_at": timezone.now(),
        "is_example": True,
        "summary": "Candles, names, silence.",
        "place": PublicPlace(city="Bonn", country="DE", country_name="Deutschland"),
    }
    return PublicAction(**values | overrides)


class ExampleForm(forms.Form):
    """A form with a field of each kind, one of them filled in wrongly."""

    title = forms.CharField(
        label=_("Title"), help_text=_("One paragraph below the heading.")
    )
    mail = forms.EmailField(label=_("Mail address"))
    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}))
    agrees = forms.BooleanField(label=_("Called off"), required=False)


@never_cache
@require_safe
def style_page(request):
    """Show tokens and components to editors; nobody else learns that it is there."""
    if not audiences_of(request.user) & audiences()[PATTERN]:
        raise Http404
    groups = tokens()
    return render(
        request,
        "style.html",
        {
            "colors": groups.pop("color"),
            "sizes": groups.pop("size"),
            "spaces": groups.pop("space"),
            "others": [token for group in groups.values() for token in group],
            "actions": [
                example(),
                example(
                    title="Відмова вбивати: розмова з тими, хто відмовився",
                    kind=EventKind.TALK,
                    kind_label=label_in(EventKind.TALK, "uk"),
                    attendance=AttendanceMode.ONLINE,
                    place=PublicPlace(),
                    text_language="uk",
                ),
                example(
                    title="Demonstration",
                    status=EventStatus.CANCELLED,
                    status_note="There is a storm.",
                ),
                example(title="مسيرة من أجل السلام", is_past=True),
            ],
            "form": ExampleForm(
                {"mail": "not an address", "kind": EventKind.VIGIL, "text": "…"}
            ),
            "page_obj": Paginator(range(100), 10).page(2),
            "levels": ["info", "warning", "danger"],
            "themes": [("light", _("Light")), ("dark", _("Dark"))],
            "noindex": True,
        },
    )
