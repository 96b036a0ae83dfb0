"""What the frame of every page needs."""

from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.tag
def remember(parser, token):
    """Print what stands between the tags, and keep it for later under a name.

    {% remember page_title %}{% block title %}{% endblock %}{% endremember %}

    A block can be printed once only, but a title belongs into two places. It is kept as
    it was printed, escaped and on one line, fit for an attribute in double quotes.
    """
    _tag, name = token.split_contents()
    nodes = parser.parse(["endremember"])
    parser.delete_first_token()
    return RememberNode(nodes, name)


class RememberNode(template.Node):
    def __init__(self, nodelist, name):
        self.nodelist = nodelist
        self.name = name

    def render(self, context):
        text = " ".join(self.nodelist.render(context).split())
        # The templates in it have escaped it, all but quotation marks of their own. It
        # is kept at the bottom: the block around the tag takes its own layer with it.
        kept = mark_safe(text.replace('"', "&quot;"))  # noqa: S308 - escaped, as said
        context.dicts[0][self.name] = kept
        return text
