"""People and organizations for tests: valid, minimal, surprising nobody."""

import itertools

from django.contrib.auth.models import Group

from events.lifecycle import note_public_change
from organizations.choices import Role
from organizations.lifecycle import set_language
from organizations.models import Membership, OrganizationPage, Suspension, User
from organizations.permissions import CAMPAIGN_COORDINATORS, EDITORS
from screening.seed import seed_screening

PASSWORD = "a sentence long enough"

_numbers = itertools.count(1)


def make_user(name="person", *, groups=(), superuser=False, language=None) -> User:
    number = next(_numbers)
    user = User.objects.create_user(
        f"{name}{number}@example.org", PASSWORD, first_name=f"{name.title()} {number}"
    )
    if superuser:
        user.is_superuser = user.is_staff = True
        user.save()
    for group in groups:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    if language:
        set_language(user, language)
    return User.objects.get(pk=user.pk)


def make_organization(
    name=None, *, country="DE", suspended=False, short_name="", **fields
) -> OrganizationPage:
    """Return an approved organization, below the index that screening watches over."""
    index = seed_screening()
    number = next(_numbers)
    name = name or f"Peace Group {number}"
    organization = OrganizationPage(
        title=name,
        slug=f"group-{number}",
        short_name=short_name,
        country=country,
        **fields,
    )
    index.add_child(instance=organization)
    note_public_change()  # as its publication does
    organization = OrganizationPage.objects.get(pk=organization.pk)
    if suspended:
        Suspension.objects.create(organization=organization, reason="test")
    return organization


def make_member(organization, role=Role.CONTRIBUTOR, **kwargs) -> User:
    user = make_user("member", **kwargs)
    Membership.objects.create(user=user, organization=organization, role=role)
    return User.objects.get(pk=user.pk)


def make_coordinator(organization, **kwargs) -> User:
    return make_member(organization, Role.COORDINATOR, **kwargs)


def make_editor(**kwargs) -> User:
    return make_user("editor", groups=[EDITORS], **kwargs)


def make_campaign_coordinator(**kwargs) -> User:
    return make_user("campaign", groups=[CAMPAIGN_COORDINATORS], **kwargs)
