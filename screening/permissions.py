"""Who may screen: editors, and nobody their own organization's work."""

from organizations.permissions import active_memberships, user_is_editor


def user_can_screen(user, page) -> bool:
    """Say whether the user may decide on `page`, an event or an organization.

    Co-organizers count as its organizations too, whether they have accepted or not.
    """
    return user_is_editor(user) and not user_is_involved(user, page)


def user_is_involved(user, page) -> bool:
    """Say whether the user belongs to an organization that the page is of or names."""
    page = page.specific
    memberships = active_memberships(user)
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
