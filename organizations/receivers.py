"""What follows when an organisation gets another address."""

from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver

from . import former
from .models import FormerSlug, OrganizationPage


@receiver(pre_save, sender=OrganizationPage)
def on_saving(sender, instance, **kwargs):
    was_public = instance.first_published_at is not None or instance.live
    former.remember(FormerSlug.ORGANIZATION, instance, was_public=was_public)


@receiver(post_delete, sender=OrganizationPage)
def on_deleted(sender, instance, **kwargs):
    if instance.first_published_at is not None or instance.live:
        former.remember_deleted(FormerSlug.ORGANIZATION, instance.slug, instance.pk)
