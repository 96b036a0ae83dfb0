"""One tile of the ground under the maps. No cookie, no session, no database."""

import gzip

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from . import tiles

FILES = {"world": tiles.world, "streets": tiles.streets}
FOREVER = "public, max-age=31536000, immutable"
# A page that somebody opened before an update asks for the tiles of before.
SHORTLY = "public, max-age=300"


@require_safe
def tile(request, source, version, zoom, x, y):
    """Answer a tile as a Mapbox Vector Tile; 204 where there is nothing but sea.

    The address holds the file's version, so that what it answers never changes.
    404 outside the world and the zooms of the file.
    """
    file = FILES[source]() if source in FILES else None
    if file is None or not file.has_place_for(zoom, x, y):
        raise Http404
    data = file.tile(zoom, x, y)
    response = HttpResponse(
        data or b"",
        status=200 if data else 204,
        content_type="application/vnd.mapbox-vector-tile",
    )
    if data and file.is_gzipped:
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response["Content-Encoding"] = "gzip"
        else:
            response.content = gzip.decompress(data)
        patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = FOREVER if version == file.version else SHORTLY
    return response
