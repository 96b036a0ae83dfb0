"""What an approval publishes: the revision that was read, and by nobody's right."""


def publish_screened(workflow_state, user=None):
    """Publish the screened revision (settings.WAGTAIL_FINISH_WORKFLOW_ACTION).

    Wagtail's own action publishes the latest revision, as the user: an edit made
    meanwhile would slip through, and editors would need the right to publish.
    """
    revision = workflow_state.current_task_state.revision
    revision.publish(user=user, skip_permission_checks=True)
