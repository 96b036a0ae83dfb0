"""The workflow and the groups that screening needs; repeatable."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from organizations.models import OrganizationIndexPage
from organizations.permissions import CAMPAIGN_COORDINATORS, EDITORS

from .models import ScreeningTask
from .policies import seed_policy

NAME = "Screening"


@transaction.atomic
def seed_screening() -> OrganizationIndexPage:
    """Make the index, the two groups, the workflow over the index, the first policy.

    What is there already stays as it is. Returns the index.
    """
    for name in (EDITORS, CAMPAIGN_COORDINATORS):
        Group.objects.get_or_create(name=name)
    index = OrganizationIndexPage.objects.first()
    if index is None:
        index = OrganizationIndexPage(title="Organisations", slug="organizations")
        Page.get_first_root_node().add_child(instance=index)
    task = ScreeningTask.objects.first() or ScreeningTask.objects.create(name=NAME)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    seed_policy()
    WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
    return index
