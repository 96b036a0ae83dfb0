"""Public addresses of organisations, and where an invitation leads."""

from django.urls import path

from . import views

app_name = "organizations"
urlpatterns = [
    path("organizations/", views.organization_list, name="organization_list"),
    path(
        "organizations/<slug:slug>/",
        views.organization_detail,
        name="organization_detail",
    ),
    path("invitations/<str:token>/", views.accept_invitation, name="invitation"),
]
