"""Answers that belong to no app: errors, files, and what machines ask first."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.models import Q
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.template import loader
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex

from events.models import EventPage
from organizations.caching import only_read
from organizations.identity import identity
from organizations.models import OrganizationPage, Picture, PictureRendition
from organizations.permissions import (
    user_is_campaign_coordinator,
    user_is_editor,
    user_is_member,
)

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


@only_read
def choose_language(request):
    """Send a first visit to the language its browser asks for; no cookie is set."""
    language = translation.get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    response["Cache-Control"] = "public, max-age=60"
    return response


@only_read
def healthz(request):
    """Say whether the site can answer: 200, or 503 if the database cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


@only_read
@cache_control(public=True, max_age=86400)
def robots(request):
    """Allow everything public: Google Calendar obeys this file for feeds, too."""
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )


@only_read
@cache_control(public=True, max_age=86400)
def identity_style(request):
    """Put the campaign's colours in the place of our own, on every page."""
    css = identity().css
    if not css:
        raise Http404
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@only_read
@cache_control(public=True, max_age=86400)
def security_txt(request):
    """Say where to report a weakness (RFC 9116)."""
    expires = timezone.now().replace(microsecond=0) + timezone.timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.REPORT_EMAIL}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en, de",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )


@only_read
def media(request, path):
    """Hand out a picture if it may be seen; everything else is not there.

    What is public is cached for a short time only, so that it goes when its action
    does. Signed-in people see the drafts that are theirs.
    """
    if "\x00" in path:
        raise Http404  # PostgreSQL refuses to look for it
    rendition = (
        PictureRendition.objects.filter(file=path).select_related("image").first()
    )
    picture = (
        rendition.image if rendition else Picture.objects.filter(file=path).first()
    )
    content_type = MEDIA_TYPES.get(path.rpartition(".")[2].lower())
    if picture is None or content_type is None:
        raise Http404
    is_public = picture_is_public(picture)
    if not is_public and not user_sees_picture(request.user, picture):
        raise Http404
    try:
        file = default_storage.open(path)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = (
        "public, max-age=300" if is_public else "private, no-store"
    )
    return response


# What may be uploaded; everything is downloaded, nothing is opened in the site's name.
DOCUMENT_TYPES = {
    "jpg": "image/jpeg",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}


@only_read
def document(request, document_id: int, document_filename: str):
    """Hand out a file that a public page offers; everything else is not there.

    Those who write the pages see the others, too. A file is only ever a download.
    """
    found = get_object_or_404(Document, pk=document_id)
    content_type = DOCUMENT_TYPES.get(found.file_extension.lower())
    if found.filename != document_filename or content_type is None:
        raise Http404
    is_public = document_is_public(found)
    if not is_public and not user_is_campaign_coordinator(request.user):
        raise Http404
    try:
        file = default_storage.open(found.file.name)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        file, as_attachment=True, filename=found.filename, content_type=content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = (
        "public, max-age=300" if is_public else "private, no-store"
    )
    return response


def document_is_public(found: Document) -> bool:
    """Say whether a public page of the campaign offers it."""
    pages = ReferenceIndex.get_references_to(found).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = [int(pk) for pk in pages.values_list("object_id", flat=True)]
    return Page.objects.live().filter(pk__in=ids).exists()


def picture_is_public(picture: Picture) -> bool:
    """Say whether something public shows it; the campaign's own pictures are public."""
    if picture.organization_id is None:
        return True
    return (
        EventPage.objects.published().filter(picture=picture).exists()
        or OrganizationPage.objects.approved().filter(Q(logo=picture)).exists()
    )


def user_sees_picture(user, picture: Picture) -> bool:
    return (
        user_is_editor(user)
        or user_is_campaign_coordinator(user)
        or user_is_member(user, picture.organization)
    )


# --- Errors -----------------------------------------------------------------------


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    # The gate and Wagtail answer alike below /cms/.
    is_cms = request.path.startswith("/cms/")
    name = "wagtailadmin/404.html" if is_cms else "404.html"
    return render(request, name, status=404)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Answer without asking the database, sessions or anyone else.

    A database that cannot be reached is not this page's fault: 503, come back later.
    """
    try:
        connection.ensure_connection()
    except DatabaseError:
        html = loader.get_template("503.html").template.source
        response = HttpResponse(html, status=503)
        response["Retry-After"] = "120"
        return response
    return HttpResponse(loader.get_template("500.html").template.source, status=500)
