"""The public directory, and the page on which an invitation is accepted."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .caching import public_page
from .countries import sort_key
from .forms import AcceptInvitationForm
from .lifecycle import accept_invitation as accept
from .lifecycle import invitation_for
from .models import OrganizationPage
from .refusals import BadValue


@public_page
def organization_list(request):
    """List the alliance by country, or with `?order=name` by name."""
    order = request.GET.get("order", "country")
    if order not in {"country", "name"}:
        raise BadValue("order", order)
    organizations = sorted(
        OrganizationPage.objects.approved(), key=lambda o: sort_key(o.title)
    )
    groups: dict[str, list] = {}
    for organization in organizations:
        heading = (
            organization.country_name
            if order == "country"
            else sort_key(organization.title)[:1].upper()
        )
        groups.setdefault(heading, []).append(organization)
    return render(
        request,
        "organizations/organization_list.html",
        {
            "groups": [
                {
                    "heading": heading,
                    # An address of its own for each country, in every language.
                    "anchor": f"country-{groups[heading][0].country.lower()}"
                    if order == "country"
                    else "",
                    "organizations": groups[heading],
                }
                for heading in sorted(groups, key=sort_key)
            ],
            "order": order,
            "total": len(organizations),
            "country_total": len({o.country for o in organizations}),
        },
    )


@public_page
def organization_detail(request, slug):
    organization = get_object_or_404(
        OrganizationPage.objects.approved().select_related("logo"), slug=slug
    )
    return render(
        request,
        "organizations/organization_detail.html",
        {
            "organization": organization,
            "page": organization,
        },
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request, token):
    """Let an invited person in: with a new account, or into the one they have.

    A link that is used up, withdrawn, over or made up gets one and the same answer.
    """
    invitation = invitation_for(token, user=request.user)
    if invitation is None:
        return render(request, "organizations/invitation.html", status=404)
    form = AcceptInvitationForm(
        request.POST if request.method == "POST" else None,
        invitation=invitation,
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        user = accept(
            invitation=invitation,
            user=request.user if request.user.is_authenticated else None,
            name=form.cleaned_data.get("name", ""),
            password=form.cleaned_data.get("password", ""),
            language=get_language(),
        )
        if user is None:
            return render(request, "organizations/invitation.html", status=404)
        if not request.user.is_authenticated:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    return render(
        request,
        "organizations/invitation.html",
        {"form": form, "invitation": invitation},
    )
