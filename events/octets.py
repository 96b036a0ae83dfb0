"""Octets as answers of HTTP (RFC 9110): validators, compression, faults in plain words.

What machines fetch again and again: feeds, the API, pictures made by a program.
"""

import logging
import re
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from organizations.caching import only_read

from .stored import Octets

MAX_AGE_SECONDS = 900
RETRY_SECONDS = 120
_CODING = re.compile(
    r"^\s*(?P<name>[\w*-]+)\s*(?:;\s*q\s*=\s*(?P<q>[01](?:\.\d{0,3})?))?\s*$"
)
# What scripts on other sites may read besides the body.
EXPOSED = "ETag, Last-Modified, Content-Disposition"

logger = logging.getLogger(__name__)


def wants_gzip(accept_encoding: str) -> bool:
    """Say whether an Accept-Encoding allows gzip (RFC 9110 §12.5.3): not with q=0."""
    weights = {}
    for part in accept_encoding.lower()[:1000].split(","):
        if found := _CODING.match(part):
            weights[found["name"]] = float(found["q"] or 1)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0))) > 0


def answer(
    request, octets: Octets, content_type: str, *, disposition: str = ""
) -> HttpResponse:
    """Answer with octets, or 304 if the client has them.

    Each coding has a strong ETag of its own, as RFC 9110 §8.8.3.3 asks, and a client is
    believed with either: what it holds is the same feed.
    """
    zips = bool(octets.zipped) and wants_gzip(
        request.headers.get("Accept-Encoding", "")
    )
    tags = [f'"{octets.tag}"', f'"{octets.tag}-gzip"']
    tag = tags[zips]
    known = request.headers.get("If-None-Match", "")
    if tag not in known and tags[not zips] in known:
        tag = tags[not zips]
    headers = {
        "ETag": tag,
        "Last-Modified": http_date(octets.changed_at.timestamp()),
        "Cache-Control": f"public, max-age={MAX_AGE_SECONDS}",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": EXPOSED,
    }
    response = HttpResponse(content_type=content_type, headers=headers)
    if disposition:
        response["Content-Disposition"] = disposition
    conditional = get_conditional_response(
        request,
        etag=tag,
        last_modified=int(octets.changed_at.timestamp()),
        response=response,
    )
    if conditional is not response:
        for name, value in headers.items():
            conditional.headers.setdefault(name, value)
        return conditional
    if zips:
        response["Content-Encoding"] = "gzip"
    response.content = octets.zipped if zips else octets.body
    response["Content-Length"] = str(len(response.content))
    return response


def refusal(
    text: str, *, status: int, content_type: str = "text/plain; charset=utf-8"
) -> HttpResponse:
    """Answer in plain words, readable for scripts of other sites."""
    response = HttpResponse(text, status=status, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response


class Refused(Exception):
    """Something in the address is wrong; each problem has a sentence about it."""

    def __init__(self, *problems):
        self.problems = problems


def for_machines(view: Callable) -> Callable:
    """Answer GET and HEAD alone; a fault of ours is 503, never half a body.

    A calendar that gets a page of HTML deletes what it had, one that gets 503 asks
    again later.
    """

    @only_read
    @wraps(view)
    def answering(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (Http404, SuspiciousOperation, Refused):
            raise
        except Exception:
            logger.exception("This could not be written: %s", request.path)
            response = refusal(
                "This cannot be answered right now. Please ask again later.\n",
                status=503,
            )
            response["Retry-After"] = str(RETRY_SECONDS)
            response["Cache-Control"] = "no-store"
            return response

    return answering
