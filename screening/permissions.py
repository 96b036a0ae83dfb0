"""Who may screen: editors, and nobody their own organization's work."""

from organizations.permissions import (
    user_can_post_for,
    user_is_campaign_coordinator,
    user_is_editor,
)


def user_can_screen(user, page) -> bool:
    """Say whether the user may decide on `page`, an event or an organization.

    Co-organizers count as its organizations too, whether they have accepted or not.
    """
    return user_is_editor(user) and not user_is_involved(user, page)


def user_can_decide(user, task_state) -> bool:
    """Say whether the user may decide on what waits.

    Editors may; where two of them differ, the campaign's coordinators as well. Asks for
    what is stored and for what was sent: an edit may name, or no longer name, an
    organization of theirs.
    """
    if not user_reads_desk(user, task_state):
        return False
    public = task_state.workflow_state.content_object
    waiting = task_state.revision.as_object()
    return not (user_is_involved(user, public) or user_is_involved(user, waiting))


def user_reads_desk(user, task_state) -> bool:
    """Say whether the user may read a submission: editors, and who settles a dispute.

    The involved read it, too; they do not decide.
    """
    return user_is_editor(user) or (
        user_is_campaign_coordinator(user) and is_disputed(task_state)
    )


def is_disputed(task_state) -> bool:
    """Say whether two editors have voted differently on the text that waits."""
    votes = task_state.votes.filter(revision_id=task_state.revision_id)
    return votes.exclude(outcome="").values("outcome").distinct().count() > 1


def _memberships(user) -> list:
    """Return all memberships, once per request; suspended groups count, too."""
    if not hasattr(user, "_objectwar_all_memberships"):
        user._objectwar_all_memberships = list(
            user.memberships.select_related("organization")
        )
    return user._objectwar_all_memberships


def user_is_involved(user, page) -> bool:
    """Say whether the user belongs to an organization that the page is of or names."""
    page = page.specific
    memberships = _memberships(user)
    if not memberships:
        return False
    own_id = getattr(page, "organization_id", page.pk)
    named = {name.casefold() for name in getattr(page, "co_organizer_list", [])}
    for membership in memberships:
        organization = membership.organization
        names = {organization.title.casefold(), organization.short_name.casefold()}
        if organization.pk == own_id or names & named:
            return True
    return False


def user_can_appeal(user, page) -> bool:
    """Say whether the user speaks for the group that a page is of."""
    page = page.specific
    return user_can_post_for(user, getattr(page, "organization", page))


def user_can_decide_appeal(user, appeal, voters: set[int]) -> bool:
    """Say whether the user is an editor without a part in the decision or group."""
    decision = appeal.decision
    return (
        user.pk not in voters
        and decision.page is not None
        and user_can_screen(user, decision.page)
        and (
            decision.revision is None
            or user_can_screen(user, decision.revision.as_object())
        )
    )
