"""Headers that every answer carries, and the CMS's own content security policy."""

from csp.constants import SELF, UNSAFE_INLINE

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer browsing-topics camera display-capture geolocation gyroscope "
        "magnetometer microphone midi payment usb xr-spatial-tracking"
    ).split()
)
# Wagtail's rich text editor sets inline styles, and its preview is a frame of our own.
CMS_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


class HeadersMiddleware:
    """Set Permissions-Policy everywhere; it stands outside so that errors have it too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class CmsPolicyMiddleware:
    """Relax the policy for the CMS alone; stands inside django-csp's middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/cms/"):
            response._csp_replace = CMS_POLICY
        return response
