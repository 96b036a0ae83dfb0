"""Mounts the apps; Wagtail's catch-all comes last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView
from wagtail.urls import serve_pattern

from events.embed import embed_script, oembed
from events.map_tiles import map_tile
from home.serving import serve
from organizations.caching import only_read
from organizations.cms import OwnAccountView

from . import style, views
from .sitemap import sitemap, sitemap_part

handler400 = "objectwar.views.bad_request"
handler403 = "objectwar.views.permission_denied"
handler404 = "objectwar.views.page_not_found"
handler500 = "objectwar.views.server_error"

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_part, name="sitemap_part"),
    path("embed.js", embed_script, name="embed_script"),
    path("oembed", oembed, name="oembed"),
    path("look.css", views.identity_style, name="identity_style"),
    path("map/<str:z>/<str:x>/<str:y>.json", map_tile, name="map_tile"),
    path("", include("basemap.urls")),
    path("media/<path:path>", views.media, name="media"),
    path(
        "documents/<int:document_id>/<str:document_filename>",
        views.document,
        name="wagtaildocs_serve",  # as Wagtail asks for it
    ),
    # One sign-in for site and CMS: Wagtail's own would be a way past the second factor.
    path("cms/login/", to_sign_in),
    path("cms/password_reset/", to_sign_in),
    path("cms/account/", require_admin_access(OwnAccountView.as_view())),
    # Wagtail's own signs out before it refuses a GET.
    path("cms/logout/", require_POST(LogoutView.as_view())),
    path("cms/", include(wagtailadmin_urls)),
    path("api/v1/", include("events.api_urls")),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("style/", style.style_page, name="style"),
        path("", include("organizations.urls")),
        path("", include("events.urls")),
        path("", include("screening.urls")),
        path("", include("home.urls")),
        # Not Wagtail's whole urls: its front-end login would be another way past the
        # second factor.
        re_path(serve_pattern, only_read(serve), name="wagtail_serve"),
    ),
]
