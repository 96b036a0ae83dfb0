"""Public addresses of screening: by what is decided."""

from django.urls import path

from .views.policy import policy
from .views.report import screening_report
from .views.strangers import ConcernView, ConfirmView, JoinView

app_name = "screening"
urlpatterns = [
    path("actions/<slug:slug>/concern/", ConcernView.as_view(), name="concern"),
    path("join/", JoinView.as_view(), name="join"),
    path("join/<str:token>/", ConfirmView.as_view(), name="confirm_join"),
    path("screening-report/", screening_report, name="screening_report"),
    path("policy/", policy, name="policy"),
    path("policy/<int:number>/", policy, name="policy_version"),
]
