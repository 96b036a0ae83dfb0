"""What follows when Wagtail has published an event."""

from django.dispatch import receiver
from wagtail.signals import page_published

from .lifecycle import refresh_occurrences
from .models import EventPage


@receiver(page_published, sender=EventPage)
def on_published(sender, instance, **kwargs):
    refresh_occurrences(instance)
