"""The policy as everyone can read it: the version in force, and earlier ones."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from organizations.caching import public_page

from ..models import Policy


@public_page
def policy(request, number: int | None = None):
    """Show a version of the policy; without a number the one in force."""
    current = Policy.objects.current()
    if number is not None:
        shown = get_object_or_404(Policy.objects.published(), number=number)
    elif (shown := current) is None:
        raise Http404
    return render(
        request,
        "screening/policy.html",
        {
            "policy": shown,
            "current": current,
            "criteria": shown.criteria.all(),
            "versions": Policy.objects.published(),
        },
    )
