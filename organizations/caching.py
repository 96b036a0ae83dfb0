"""How public pages are handed out: to anyone, from any cache, compressed."""

from collections.abc import Callable
from functools import wraps

from django.utils.cache import set_response_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from .refusals import BadValue, refuse

MAX_AGE_SECONDS = 60  # what a suspended group has left in caches


def public_page(view: Callable) -> Callable:
    """Answer GET and HEAD alone, compressed where asked, cacheable by everyone.

    Compression is safe here: a public page holds no secret of its reader. A view raises
    `BadValue` where a parameter of the address cannot be read.
    """
    page = gzip_page(cache_control(public=True, max_age=MAX_AGE_SECONDS)(_tagged(view)))
    return only_read(page)


def only_read(view: Callable) -> Callable:
    """Answer GET and HEAD alone: another method is 405, no form without its token."""
    return csrf_exempt(require_safe(view))


def _tagged(view: Callable) -> Callable:
    """Give a page the ETag of its text: gzip as Django does it differs each time."""

    @wraps(view)
    def tagged(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except BadValue as error:
            return refuse(request, error)
        return set_response_etag(response) if response.status_code == 200 else response

    return tagged
