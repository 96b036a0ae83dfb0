"""The policy: versions that stay as they were, and what a decision names."""

import json

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from screening.models import Criterion, Policy
from screening.policies import (
    COLUMNS,
    FIRST,
    publish_policy,
    seed_policy,
    start_policy_draft,
)
from tests.addresses import form_values
from tests.factories.actions import decide_on, make_event
from tests.factories.people import make_editor


def test_first_policy_has_every_text_in_nine_languages():
    texts = json.loads(FIRST.read_text(encoding="utf-8"))

    assert set(texts) == {code for code, _name in settings.LANGUAGES}
    assert {(len(rows), *map(len, rows)) for rows in texts.values()} == {
        (5, *[len(COLUMNS)] * 5)
    }
    assert all(text.strip() for rows in texts.values() for row in rows for text in row)


@pytest.mark.django_db
def test_published_policy_is_never_changed():
    policy = seed_policy()

    assert seed_policy() == policy
    with pytest.raises(TypeError):
        policy.criteria.first().save()


@pytest.mark.django_db
def test_policy_page_shows_each_version_under_its_number(client):
    seed_policy()
    draft = start_policy_draft()
    criterion = draft.criteria.get(number=1)
    criterion.titles = {"en": "A new first rule"}
    criterion.save()

    assert client.get("/en/policy/2/").status_code == 404
    publish_policy(draft=draft, by=make_editor())

    assert "A new first rule" in client.get("/de/policy/").text  # English where missing
    assert "A new first rule" not in client.get("/en/policy/1/").text
    assert "A new first rule" in client.get("/en/policy/2/").text
    assert client.get("/en/policy/3/").status_code == 404


@pytest.mark.django_db
def test_policy_without_an_english_text_is_not_published():
    seed_policy()
    draft = start_policy_draft()
    criterion = draft.criteria.get(number=2)
    criterion.rules = {"de": "Nur auf Deutsch"}
    criterion.save()

    with pytest.raises(ValidationError, match="Criterion 2"):
        publish_policy(draft=draft, by=None)
    assert Policy.objects.current().number == 1


@pytest.mark.django_db
def test_decision_names_the_policy_in_force():
    event = make_event(awaiting_screening=True)
    decision = decide_on(event, make_editor())

    assert decision.policy == Policy.objects.current()
    assert decision.criterion is None


@pytest.mark.django_db
def test_editor_writes_and_publishes_a_new_version(client):
    seed_policy()
    client.force_login(make_editor())
    client.post(reverse("policy:start"))
    client.post(reverse("policy:add", args=[2]))
    url = reverse("policy:criterion", args=[2, 6])

    refused = client.post(url, {"titles_en": "Only a title"})
    assert refused.status_code == 200
    assert "Only a title" in refused.text

    values = form_values(client.get(url).text, "form.ow-form")
    values |= {f"{column}_en": f"English {column}" for column in COLUMNS}
    client.post(url, values)
    client.post(reverse("policy:remove", args=[2, 1]))
    # Publishing is asked for once more: its button lies folded away.
    draft = BeautifulSoup(
        client.get(reverse("policy:draft", args=[2])).text, "html.parser"
    )
    button = draft.select_one(f'form[action="{reverse("policy:publish", args=[2])}"]')
    assert button.find_parent("details").summary.text == "Publish this version"
    client.post(reverse("policy:publish", args=[2]))

    with translation.override("en"):
        assert [c.number for c in Policy.objects.current().criteria.all()] == [
            *range(1, 6)
        ]
        assert Criterion.objects.get(policy__number=2, number=5).title == (
            "English titles"
        )
