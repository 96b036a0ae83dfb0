"""What follows when something became public, or no longer is."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from organizations import former
from organizations.models import FormerSlug, OrganizationPage, Suspension

from . import removals
from .lifecycle import note_public_change, refresh_occurrences
from .models import ActionPeriod, EventPage, Occurrence


@receiver(page_published, sender=EventPage)
def on_published(sender, instance, **kwargs):
    refresh_occurrences(instance)
    removals.note(instance.occurrences.all())


@receiver(page_published, sender=OrganizationPage)
def on_organization_published(sender, instance, **kwargs):
    """Its new name is to be found with its actions."""
    for event in instance.events.live():
        refresh_occurrences(event)
    on_organization_changed(sender, instance)


@receiver(page_unpublished, sender=EventPage)
def on_unpublished(sender, instance, **kwargs):
    removals.note(instance.occurrences.all())
    note_public_change(Occurrence.objects.filter(event=instance))


@receiver(page_unpublished, sender=OrganizationPage)
def on_organization_changed(sender, instance, **kwargs):
    removals.note(Occurrence.objects.filter(event__organization=instance))
    note_public_change(Occurrence.objects.filter(event__organization=instance))


@receiver(post_save, sender=Suspension)
@receiver(post_delete, sender=Suspension)
def on_suspension(sender, instance, **kwargs):
    on_organization_changed(sender, instance.organization)


@receiver(post_delete, sender=Occurrence)
def on_occurrence_deleted(sender, instance, **kwargs):
    removals.note_deleted(instance.uid)


@receiver(post_delete, sender=EventPage)
@receiver(post_save, sender=ActionPeriod)
@receiver(post_delete, sender=ActionPeriod)
def on_public_change(sender, **kwargs):
    note_public_change()


@receiver(pre_save, sender=EventPage)
def on_saving_event(sender, instance, **kwargs):
    was_public = instance.first_published_at is not None or instance.live
    former.remember(FormerSlug.ACTION, instance, was_public=was_public)


@receiver(pre_save, sender=ActionPeriod)
def on_saving_period(sender, instance, **kwargs):
    former.remember(FormerSlug.PERIOD, instance, was_public=True)


@receiver(post_delete, sender=EventPage)
def on_event_deleted(sender, instance, **kwargs):
    if instance.first_published_at is not None or instance.live:
        former.remember_deleted(FormerSlug.ACTION, instance.slug, instance.pk)


@receiver(post_delete, sender=ActionPeriod)
def on_period_deleted(sender, instance, **kwargs):
    former.remember_deleted(FormerSlug.PERIOD, instance.slug, instance.pk)
