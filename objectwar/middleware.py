"""Headers that every answer carries, and the CMS's own content security policy."""

from http import HTTPStatus

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.middleware.locale import LocaleMiddleware

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer browsing-topics camera display-capture geolocation gyroscope "
        "magnetometer microphone midi payment usb xr-spatial-tracking"
    ).split()
)
EVERYWHERE = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
}
# Wagtail's rich text editor sets inline styles, and its preview is a frame of our own.
CMS_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"], "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


class HeadersMiddleware:
    """Set what every answer carries; it stands outermost, so that errors have it too.

    Django's own middleware sets most of it, but not where it refuses a request itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            # A browser would put these in the place of those that the page came with,
            # and this answer does not know what the page may do.
            response.headers.pop("Content-Security-Policy", None)
            return response
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if getattr(response, "may_ask_position", False):
            own = PERMISSIONS_POLICY.replace("geolocation=()", "geolocation=(self)")
            response.headers["Permissions-Policy"] = own
        return response


class CmsPolicyMiddleware:
    """Relax the policy for the CMS alone; stands inside django-csp's middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            # A preview passes through here twice; its inner answer has the strict one.
            response.headers.pop("Content-Security-Policy", None)
            response._csp_replace = CMS_POLICY
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which sends `/actions/` on to `/en/actions/`; but what the CMS or the
    files do not have is 404 at once, and no page of the site."""

    WITHOUT_LANGUAGE = (
        "/cms/",
        "/media/",
        "/documents/",
        "/static/",
        "/map/",
        "/basemap/",
        "/oembed",
        "/api/",
        "/.well-known/",
    )

    def process_response(self, request, response):
        if request.path.startswith(self.WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)
