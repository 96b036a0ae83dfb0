"""The workflow and the groups that screening needs; repeatable."""

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from organizations.models import CampaignIdentity, OrganizationIndexPage
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
    let_campaign_add_files()
    let_campaign_change_identity()
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


def let_campaign_change_identity() -> None:
    """Let campaign coordinators set the site's name, logo and colour."""
    permission = Permission.objects.get(
        codename=get_permission_codename("change", CampaignIdentity._meta),
        content_type=ContentType.objects.get_for_model(CampaignIdentity),
    )
    group = Group.objects.get(name=CAMPAIGN_COORDINATORS)
    group.permissions.add(permission)


def let_campaign_add_files() -> None:
    """Give campaign coordinators the pictures and files of the campaign's own pages."""
    group = Group.objects.get(name=CAMPAIGN_COORDINATORS)
    root = Collection.get_first_root_node()
    # Wagtail asks for rights on its own Image, whichever model pictures have.
    for model in (Image, Document):
        names = [
            get_permission_codename(action, model._meta)
            for action in ("add", "change", "delete", "choose")
        ]
        for permission in Permission.objects.filter(
            codename__in=names,
            content_type=ContentType.objects.get_for_model(model),
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
