"""The privacy page names every place where something about a person is kept."""

import re

from django.apps import apps
from django.conf import settings
from django.db import models

from objectwar.demo.home import read_content

APPS = {"events", "home", "mailer", "objectwar", "organizations", "screening"}

# A model with something about a person -> the words by which the page names it.
NAMED = {
    "events.CalendarSource": "address of a connected calendar",
    "events.CalledOffDate": "who changed or decided what and when",
    "events.Cancellation": "who changed or decided what and when",
    "events.EventPage": "The private contact",
    "events.Move": "who changed or decided what and when",
    "events.Proposal": "who changed or decided what and when",
    "events.Upload": "Files that groups import",
    "home.CountryPage": "history of our pages",
    "home.HomePage": "history of our pages",
    "home.NewsIndexPage": "history of our pages",
    "home.NewsPage": "history of our pages",
    "home.StandardPage": "history of our pages",
    "home.TranslationMark": "Translations and history of our pages",
    "mailer.DontSendEntry": "Our outbox keeps a log",
    "mailer.Message": "Our outbox keeps a log",
    "mailer.MessageLog": "Our outbox keeps a log",
    "organizations.Invitation": "Invitations:",
    "organizations.Membership": "the organisations you belong to",
    "organizations.OrganizationIndexPage": "history of our pages",
    "organizations.OrganizationPage": "history of our pages",
    "organizations.Picture": "From pictures we remove",
    "organizations.Suspension": "Decisions:",
    "organizations.User": "your mail address, your language",
    "screening.Appeal": "appeals stay with it",
    "screening.AppealVote": "appeals stay with it",
    "screening.Application": "An application to join",
    "screening.Decision": "who decided what, when and why",
    "screening.EditorProfile": "your mail address, your language",
    "screening.FollowUp": "A concern is kept",
    "screening.Freeze": "Decisions:",
    "screening.InternalNote": "Conversations with the editors",
    "screening.Judgement": "Decisions:",
    "screening.Look": "Decisions:",
    "screening.Message": "Conversations with the editors",
    "screening.Policy": "Decisions:",
    "screening.StockAnswer": "Decisions:",
    "screening.Vote": "Decisions:",
    "screening.WatchlistChange": "Watchlist:",
    "screening.WatchlistEntry": "Watchlist:",
}
# What no model shows, with the words that name it.
FEATURES = {
    "cookies": "We set no cookie",
    "calendars and feeds": "Calendars and feeds:",
    "embeds and API": "Embedded lists and the interface for programs:",
    "filters": "what you choose in a filter",
    "floods": "Against floods",
    "log": "Server log:",
    "map": "streets by OpenStreetMap",
    "position": "your position",
    "sessions": "two weeks at most",
    "sign-in": "guessing of passwords",
}


def privacy_text() -> str:
    pages = read_content("en")["pages"]
    page = next(page for page in pages if page["slug"] == "privacy")
    html = " ".join(b["value"] for b in page["body"] if b["type"] == "rich_text")
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def is_about_people(model: type[models.Model]) -> bool:
    """Say whether it points to an account, or keeps a mail address."""
    return model._meta.label == settings.AUTH_USER_MODEL or any(
        isinstance(field, models.EmailField)
        or "address" in field.name
        or field.name == "message_data"
        or getattr(field.related_model, "_meta", model._meta).label
        == settings.AUTH_USER_MODEL
        for field in model._meta.fields
    )


def test_every_model_about_people_has_its_words():
    found = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in APPS and is_about_people(model)
    }

    assert found == set(NAMED)


def test_page_says_all_of_it():
    text = privacy_text()

    missing = [word for word in (NAMED | FEATURES).values() if word not in text]
    assert missing == []
