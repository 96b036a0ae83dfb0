"""Addresses of tiles: beside the languages, for every language is in a tile."""

from django.urls import path

from . import views

app_name = "basemap"
urlpatterns = [
    path(
        "basemap/<slug:source>/<slug:version>/<int:zoom>/<int:x>/<int:y>.mvt",
        views.tile,
        name="tile",
    ),
]
