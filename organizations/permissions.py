"""Who may do what around organisations: plain predicates, and the page policy.

Members need no groups: their rights follow from `Membership` rows, asked anew at each
request, so that a removed person has lost them at the next click.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from .choices import Role

EDITORS = "Editors"
CAMPAIGN_COORDINATORS = "Campaign coordinators"

# What may be opened in the CMS, from least to most; `audiences.csv` uses these words.
AUDIENCES = (
    "public",
    "account",
    "member",
    "coordinator",
    "editor",
    "campaign",
    "admin",
)


def _group_names(user) -> frozenset[str]:
    if not hasattr(user, "_objectwar_groups"):
        user._objectwar_groups = frozenset(user.groups.values_list("name", flat=True))
    return user._objectwar_groups


def active_memberships(user) -> list:
    """Return the user's memberships in approved organisations, once per request."""
    if not (user.is_authenticated and user.is_active):
        return []
    if not hasattr(user, "_objectwar_memberships"):
        user._objectwar_memberships = list(
            user.memberships.active().select_related("organization")
        )
    return user._objectwar_memberships


def user_is_editor(user) -> bool:
    return user.is_authenticated and user.is_active and EDITORS in _group_names(user)


def user_is_campaign_coordinator(user) -> bool:
    return (
        user.is_authenticated
        and user.is_active
        and (user.is_superuser or CAMPAIGN_COORDINATORS in _group_names(user))
    )


def user_is_member(user, organization) -> bool:
    return any(m.organization_id == organization.pk for m in active_memberships(user))


def user_can_post_for(user, organization) -> bool:
    """Say whether the user may write actions in the organisation's name."""
    return user_is_member(user, organization)


def user_coordinates(user, organization) -> bool:
    """Say whether the user keeps the organisation's people and profile."""
    return any(
        m.organization_id == organization.pk and m.role == Role.COORDINATOR
        for m in active_memberships(user)
    )


def audiences_of(user) -> frozenset[str]:
    """Return every audience that the user belongs to."""
    found = {"public"}
    if user.is_authenticated and user.is_active:
        found.add("account")
        for membership in active_memberships(user):
            found.add("member")
            if membership.role == Role.COORDINATOR:
                found.add("coordinator")
        if user_is_editor(user):
            found.add("editor")
        if user_is_campaign_coordinator(user):
            found.add("campaign")
        if user.is_superuser:
            found |= {"campaign", "admin"}
    return frozenset(found)


def user_needs_second_factor(user) -> bool:
    """Say whether the rules ask this person for a second factor at sign-in."""
    return settings.REQUIRE_SECOND_FACTOR and bool(
        audiences_of(user) & {"coordinator", "editor", "campaign", "admin"}
    )


def user_may_sign_in(user) -> bool:
    """Refuse people whose organisations are all suspended, unless they are staff."""
    if not user.is_active:
        return False
    if user.is_superuser or _group_names(user):
        return True
    return bool(active_memberships(user)) or not user.memberships.exists()


@dataclass(frozen=True)
class _Permission:
    codename: str


@dataclass(frozen=True)
class _PagePermission:
    """Looks like Wagtail's GroupPagePermission; its policy wants them hashable."""

    page: Page
    permission: _Permission

    @property
    def page_id(self):
        return self.page.pk


class MembershipPagePermissionPolicy(PagePermissionPolicy):
    """Wagtail's page policy, with rights that come from memberships.

    Registered for all pages, so that the explorer, search, choosers, history and the
    API ask it (research in docs/decisions/0001). What a role may do to one page is
    narrowed once more by the page's permission tester below.
    """

    def get_all_permissions_for_user(self, user):
        permissions = list(super().get_all_permissions_for_user(user))
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return permissions
        grants = [
            (m.organization, codename)
            for m in active_memberships(user)
            for codename in ("add_page", "change_page")
        ]
        if user_is_campaign_coordinator(user):
            root = Page.get_first_root_node()
            grants += [
                (root, codename)
                for codename in ("add_page", "change_page", "publish_page")
            ]
        return permissions + [
            _PagePermission(page, _Permission(codename)) for page, codename in grants
        ]


class FixedPermissionTester(PagePermissionTester):
    """A page that stays where it is: the gate opens no way to copy or move it."""

    def can_copy(self):
        return False

    def can_move(self):
        return False


class OrganizationPermissionTester(FixedPermissionTester):
    """A contributor reads the organisation's page, a coordinator edits it."""

    def can_edit(self):
        return user_coordinates(self.user, self.page) or user_is_campaign_coordinator(
            self.user
        )

    def can_delete(self, ignore_bulk=False):
        return self.user.is_active and self.user.is_superuser

    def can_publish(self):
        return user_is_campaign_coordinator(self.user)

    def can_unpublish(self):
        return self.page.live and user_is_campaign_coordinator(self.user)

    def can_publish_subpage(self):
        return False  # no action is public before an editor approves it

    def can_add_subpage(self):
        return user_can_post_for(self.user, self.page)


class LeafPermissionTester(FixedPermissionTester):
    """An action: its organisation's members write it, nobody publishes it by hand.

    `page.organization` is asked instead of the tree, which spares Wagtail's questions
    about descendants that an action never has.
    """

    @cached_property
    def is_member(self) -> bool:
        organization_id = self.page.organization_id
        return any(
            m.organization_id == organization_id for m in active_memberships(self.user)
        )

    def can_edit(self):
        return self.user.is_active and (self.is_member or self.user.is_superuser)

    def can_delete(self, ignore_bulk=False):
        never_published = not self.page.live and not self.page.first_published_at
        return self.can_edit() and never_published

    def can_add_subpage(self):
        return False

    def can_publish(self):
        return False

    def can_unpublish(self):
        return self.page.live and user_is_campaign_coordinator(self.user)

    def can_publish_subpage(self):
        return False

    def can_lock(self):
        return False

    def can_submit_for_moderation(self):
        return self.can_edit() and super().can_submit_for_moderation()
