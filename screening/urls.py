"""Public addresses of screening: by what is decided."""

from django.urls import path

from .views.policy import policy

app_name = "screening"
urlpatterns = [
    path("policy/", policy, name="policy"),
    path("policy/<int:number>/", policy, name="policy_version"),
]
