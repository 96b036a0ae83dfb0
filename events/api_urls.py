"""Addresses of the API, without a language in front: what it says is for programs."""

from django.urls import path

from . import api

app_name = "api"
urlpatterns = [
    path("", api.index, name="index"),
    path("openapi.json", api.openapi, name="openapi"),
    path("actions/", api.actions, name="actions"),
    path("actions/<str:key>/", api.action, name="action"),
    path("organizations/", api.organizations, name="organizations"),
    path("organizations/<str:key>/", api.organization, name="organization"),
    path("periods/", api.periods, name="periods"),
    path("periods/<str:key>/", api.period, name="period"),
    path("<path:rest>", api.nothing, name="nothing"),
]
