"""What follows when something became public, or no longer is."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from organizations.models import OrganizationPage, Suspension

from .lifecycle import note_public_change, refresh_occurrences
from .models import EventPage


@receiver(page_published, sender=EventPage)
def on_published(sender, instance, **kwargs):
    refresh_occurrences(instance)


@receiver(page_published, sender=OrganizationPage)
def on_organization_published(sender, instance, **kwargs):
    """Its new name is to be found with its actions."""
    for event in instance.events.live():
        refresh_occurrences(event)
    note_public_change()


@receiver(page_unpublished, sender=EventPage)
@receiver(page_unpublished, sender=OrganizationPage)
@receiver(post_delete, sender=EventPage)
@receiver(post_save, sender=Suspension)
@receiver(post_delete, sender=Suspension)
def on_public_change(sender, **kwargs):
    note_public_change()
