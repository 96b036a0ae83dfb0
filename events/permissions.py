"""Who may do what with an event: predicates on (user, event)."""

from organizations.permissions import user_can_post_for


def user_can_edit_event(user, event) -> bool:
    return user_can_post_for(user, event.organization)


def user_can_cancel_event(user, event) -> bool:
    """Say whether the user may call it off: its own group, once it is public."""
    return event.live and user_can_edit_event(user, event)
