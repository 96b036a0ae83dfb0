"""The campaign's own addresses that are no pages of the CMS."""

from django.urls import path

from .feeds import news_feed

app_name = "home"

urlpatterns = [
    path("news/feed.atom", news_feed, name="news_feed"),
]
