"""Invitations, removal, suspension: what is written, sent, and undone."""

import datetime as dt
import re
from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from organizations import lifecycle
from organizations.choices import Role
from organizations.models import Invitation, Membership, Suspension, User
from tests.addresses import FEEDS, filled
from tests.factories.actions import make_event
from tests.factories.people import (
    PASSWORD,
    make_campaign_coordinator,
    make_coordinator,
    make_editor,
    make_member,
    make_organization,
    make_user,
)

pytestmark = pytest.mark.django_db

STRONG = "seven ducks on a quiet river"


@pytest.fixture
def group(db):
    organization = make_organization("Peace Group")
    organization.coordinator = make_coordinator(organization)
    return organization


def invite(group, email="new@example.org", role=Role.CONTRIBUTOR, **fields):
    return lifecycle.invite(
        organization=group,
        email=email,
        role=role,
        language="en",
        by=fields.pop("by", group.coordinator),
        **fields,
    )


def link_in(message) -> str:
    """Return the path of the one link in a mail."""
    (link,) = re.findall(r"https://objectwar\.example(/\S+)", message.body)
    return link


@pytest.fixture
def link(group, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(group)
    return link_in(mail.outbox[-1])


def accept(client, link, **fields):
    values = {"name": "New Person", "password": STRONG, **fields}
    return client.post(link, values)


# --- Case 8: an invitation works once, for one address, for a while -------------------


def test_invitation_is_one_mail_to_one_address(group, link):
    (message,) = mail.outbox

    assert message.to == ["new@example.org"]
    assert (message.cc, message.bcc) == ([], [])
    assert "Peace Group" in message.subject + message.body
    assert "\n" not in message.subject


def test_invitation_is_sent_only_when_it_is_stored(group):
    invite(group)  # the test's transaction never commits

    assert mail.outbox == []


def test_invitation_is_kept_without_its_secret(group, link):
    token = link.rstrip("/").rsplit("/", 1)[1]
    stored = str(Invitation.objects.values().get())

    assert len(token) >= 43  # 256 bits
    assert token not in stored


def test_invited_person_gets_an_account_and_is_signed_in(group, link, client):
    response = accept(client, link)

    user = User.objects.get(email="new@example.org")
    assert (response.status_code, response["Location"]) == (302, "/cms/")
    assert user.first_name == "New Person"
    assert user.check_password(STRONG)
    assert user.memberships.get().organization == group
    assert user.memberships.get().role == Role.CONTRIBUTOR
    assert not user.is_staff
    assert not user.is_superuser
    assert user.groups.count() == 0
    assert client.get("/cms/").status_code == 200


def test_case_02_invited_person_cannot_choose_role_address_or_organization(
    group, link, client
):
    other = make_organization()

    accept(
        client,
        link,
        role="coordinator",
        email="boss@example.org",
        organization=other.pk,
        is_superuser="on",
        is_staff="on",
    )

    user = User.objects.get(email="new@example.org")
    assert user.memberships.get().role == Role.CONTRIBUTOR
    assert user.memberships.get().organization == group
    assert not User.objects.filter(email="boss@example.org").exists()
    assert not user.is_superuser
    assert not user.is_staff


def used(group, link):
    accept(Client(), link)


def withdrawn(group, link):
    lifecycle.withdraw_invitation(
        invitation=Invitation.objects.get(), by=group.coordinator
    )


def over(group, link):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def replaced(group, link):
    invite(group)


def suspended(group, link):
    Suspension.objects.create(organization=group, reason="test")


def nothing_at_all(group, link):
    Invitation.objects.all().delete()


@pytest.mark.parametrize(
    "spoil", [used, withdrawn, over, replaced, suspended, nothing_at_all]
)
def test_case_08_link_that_does_not_work_gets_one_and_the_same_answer(
    group, link, spoil
):
    spoil(group, link)
    before = (User.objects.count(), Membership.objects.count())

    answers = [
        Client().get(link),
        accept(Client(), link),
        Client().get("/en/invitations/made-up/"),
    ]

    # But for the address itself, which the language links repeat.
    texts = {
        re.sub(r"/invitations/[\w-]+/", "/invitations/…/", answer.text)
        for answer in answers
    }
    assert {answer.status_code for answer in answers} == {404}
    assert len(texts) == 1
    assert (User.objects.count(), Membership.objects.count()) == before


def test_case_08_other_address_that_is_signed_in_gets_the_same_answer(group, link):
    client = Client()
    client.force_login(make_user("other"))

    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert not User.objects.filter(email="new@example.org").exists()
    assert Invitation.objects.get().accepted_at is None


def test_case_08_address_with_an_account_must_sign_in_first(group, link, client):
    known = User.objects.create_user("new@example.org", PASSWORD)

    as_stranger = accept(client, link)
    still_open = Invitation.objects.get().accepted_at is None
    client.force_login(known)
    page = client.get(link)
    as_owner = client.post(link)

    assert as_stranger.status_code == 404
    assert still_open
    assert User.objects.get(pk=known.pk).check_password(PASSWORD)
    assert 'name="password"' not in page.text
    assert as_owner.status_code == 302
    assert known.memberships.get().organization == group


def test_case_08_page_does_not_tell_whether_an_address_has_an_account(group, link):
    before = Client().get(link).text
    User.objects.create_user("new@example.org", PASSWORD)
    after = Client().get(link).text

    def without_token(html):
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)

    assert without_token(before) == without_token(after)


@pytest.mark.parametrize(
    "password",
    ["Zq1", "x" * 14, "new@example.org", "111111111111111", ""],
)
def test_case_17_weak_password_is_refused_at_its_field(group, link, client, password):
    response = accept(client, link, password=password)

    assert response.status_code == 200
    assert not User.objects.exclude(pk=group.coordinator.pk).exists()
    assert Invitation.objects.get().accepted_at is None
    assert f'value="{password}"' not in response.text


@pytest.mark.parametrize(
    "password", [STRONG, "пароль из пяти слов", "🕊️" * 20, "x y" * 40]
)
def test_case_17_long_password_of_any_letters_is_taken(group, link, client, password):
    assert accept(client, link, password=password).status_code == 302
    assert User.objects.get(email="new@example.org").check_password(password)


@pytest.mark.parametrize("name", ["\x00\x00", "\u202e\u200b", " "])
def test_case_23_name_of_nothing_is_refused(group, link, client, name):
    response = accept(client, link, name=name)

    assert response.status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("coordinator", True),
        ("campaign", True),
        ("contributor", False),
        ("coordinator of another", False),
        ("editor", False),
        ("nobody", False),
    ],
)
def test_inviting_is_for_coordinators(group, role, who, may):
    by = {
        "coordinator": lambda: group.coordinator,
        "campaign": make_campaign_coordinator,
        "contributor": lambda: make_member(group),
        "coordinator of another": lambda: make_coordinator(make_organization()),
        "editor": make_editor,
        "nobody": make_user,
    }[who]()

    if may:
        assert invite(group, role=role, by=by).role == role
    else:
        with pytest.raises(PermissionDenied):
            invite(group, role=role, by=by)
        assert Invitation.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "not an address",
        "a@example.org\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "A <a@example.org>",
        "",
        "x" * 300 + "@example.org",
    ],
)
def test_case_45_form_takes_one_plain_address(
    group, client, address, django_capture_on_commit_callbacks
):
    client.force_login(group.coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            f"/cms/people/{group.pk}/",
            {"email": address, "role": "contributor", "language": "en"},
        )

    assert response.status_code == 200
    assert Invitation.objects.count() == 0
    assert mail.outbox == []


def test_form_invites_in_the_chosen_language(
    group, client, django_capture_on_commit_callbacks
):
    client.force_login(group.coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            f"/cms/people/{group.pk}/",
            {"email": "New@Example.org ", "role": "coordinator", "language": "uk"},
        )

    assert response.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("new@example.org", "coordinator")
    assert link_in(mail.outbox[0]).startswith("/uk/invitations/")


def test_case_45_name_with_line_breaks_adds_no_header(
    group, django_capture_on_commit_callbacks
):
    group.title = "Peace\r\nBcc: victim@example.org"
    group.save()

    with django_capture_on_commit_callbacks(execute=True):
        invite(group)

    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert mail.outbox[0].recipients() == ["new@example.org"]


# --- Removal --------------------------------------------------------------------------


def test_removed_person_leaves_the_group_and_every_session(group):
    member = make_member(group)
    client = Client()
    client.force_login(member)

    lifecycle.remove_member(membership=member.memberships.get(), by=group.coordinator)

    assert client.get("/cms/").status_code == 302
    assert not member.memberships.exists()
    assert User.objects.filter(pk=member.pk).exists()
    assert PageLogEntry.objects.filter(action="organizations.remove_member").exists()


def test_last_coordinator_stays(group):
    with pytest.raises(ValidationError):
        lifecycle.remove_member(
            membership=group.coordinator.memberships.get(), by=group.coordinator
        )

    assert group.coordinator.memberships.exists()


def test_coordinator_goes_when_there_is_another(group):
    other = make_coordinator(group)

    lifecycle.remove_member(membership=other.memberships.get(), by=other)

    assert list(group.memberships.values_list("user", flat=True)) == [
        group.coordinator.pk
    ]


@pytest.mark.parametrize("who", ["contributor", "coordinator of another", "editor"])
def test_removing_is_for_coordinators(group, who):
    member = make_member(group)
    by = {
        "contributor": lambda: member,
        "coordinator of another": lambda: make_coordinator(make_organization()),
        "editor": make_editor,
    }[who]()

    with pytest.raises(PermissionDenied):
        lifecycle.remove_member(membership=group.coordinator.memberships.get(), by=by)


# --- Case 6: suspension ---------------------------------------------------------------


def public_face(group, event) -> dict:
    """Return what visitors get of a group: status, and whether it is named."""
    client = Client()
    addresses = [
        f"/en/organizations/{group.slug}/",
        f"/en/actions/{event.slug}/",
        f"/en/actions/{event.slug}.ics",
        "/en/organizations/",
        "/en/actions/",
        "/sitemap.xml",
        *(filled(feed, {}) for feed in FEEDS),
    ]
    face = {}
    for address in addresses:
        response = client.get(address)
        named = event.slug in response.text or group.slug in response.text
        face[address] = (response.status_code, named and response.status_code == 200)
    return face


def test_case_06_suspended_group_is_gone_at_once_and_comes_back_as_it_was(group):
    campaign = make_campaign_coordinator()
    event = make_event(organization=group, published=True)
    before = public_face(group, event)

    lifecycle.suspend(organization=group, reason="test", by=campaign)
    meanwhile = public_face(group, event)
    lifecycle.restore(organization=group, by=campaign)
    after = public_face(group, event)

    assert set(before.values()) == {(200, True)}
    assert set(meanwhile.values()) == {(404, False), (200, False)}
    assert after == before


def test_case_06_suspended_people_cannot_sign_in_until_it_is_over(group):
    campaign, member = make_campaign_coordinator(), make_member(group)

    def may_sign_in():
        client = Client()
        client.post("/en/account/login/", {"login": member.email, "password": PASSWORD})
        return client.get("/cms/").status_code == 200

    lifecycle.suspend(organization=group, reason="test", by=campaign)
    meanwhile = may_sign_in()
    lifecycle.restore(organization=group, by=campaign)

    assert (meanwhile, may_sign_in()) == (False, True)


def test_case_06_session_begun_while_suspended_does_not_come_to_life(group):
    campaign, member, client = make_campaign_coordinator(), make_member(group), Client()
    lifecycle.suspend(organization=group, reason="test", by=campaign)

    client.post("/en/account/login/", {"login": member.email, "password": PASSWORD})
    lifecycle.restore(organization=group, by=campaign)

    assert client.get("/cms/").status_code == 302


def test_case_06_suspended_group_posts_nothing(group):
    campaign, member = make_campaign_coordinator(), make_member(group)
    lifecycle.suspend(organization=group, reason="test", by=campaign)

    with pytest.raises(PermissionDenied):
        make_event(organization=group, user=User.objects.get(pk=member.pk))


@pytest.mark.parametrize("action", ["suspend", "restore"])
@pytest.mark.parametrize("who", ["coordinator", "contributor", "editor"])
def test_case_06_only_the_campaign_suspends(group, action, who):
    by = {
        "coordinator": lambda: group.coordinator,
        "contributor": lambda: make_member(group),
        "editor": make_editor,
    }[who]()
    if action == "restore":
        Suspension.objects.create(organization=group, reason="test")
    was = Suspension.objects.count()

    change = {
        "suspend": partial(lifecycle.suspend, reason="x"),
        "restore": lifecycle.restore,
    }[action]
    with pytest.raises(PermissionDenied):
        change(organization=group, by=by)

    assert Suspension.objects.count() == was


def test_case_06_suspending_by_the_cms_asks_for_post_and_is_logged(group, client):
    client.force_login(make_campaign_coordinator())

    client.get(f"/cms/people/{group.pk}/suspend/")
    after_get = Suspension.objects.count()
    client.post(f"/cms/people/{group.pk}/suspend/", {"reason": "A false call"})

    assert after_get == 0
    assert Suspension.objects.get().reason == "A false call"
    assert PageLogEntry.objects.filter(action="organizations.suspend").count() == 1


def test_case_06_suspending_twice_is_suspending_once(group):
    campaign = make_campaign_coordinator()

    first = lifecycle.suspend(organization=group, reason="one", by=campaign)
    second = lifecycle.suspend(organization=group, reason="two", by=campaign)

    assert first == second
    assert Suspension.objects.get().reason == "one"
