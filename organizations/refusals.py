"""A part of an address that cannot be read: 400, with a page that offers to drop it."""

from django.shortcuts import render
from django.utils.translation import gettext as _


class BadValue(Exception):
    """A parameter of the address has a value that the page does not know.

    `public_page` answers it. Without a `message` the page says that it is not known.
    """

    def __init__(self, parameter: str, value: str, message: str = ""):
        super().__init__(parameter, value)
        self.parameter = parameter
        self.value = value[:200].replace("\x00", "�")
        self.message = message


def refuse(request, error: BadValue):
    rest = request.GET.copy()
    rest.pop(error.parameter, None)
    message = error.message or _("“%(value)s” is not known here.") % {
        "value": error.value
    }
    problem = {
        "parameter": error.parameter,
        "value": error.value,
        "message": message,
        "drop_url": f"{request.path}?{rest.urlencode()}" if rest else request.path,
    }
    return render(request, "events/bad_filter.html", {"errors": [problem]}, status=400)
