"""Mails: written as plain text, with the same words set in HTML beside it.

The HTML is made of the text, so that the two can never differ: paragraphs, lists, links
to our own addresses. It loads nothing from anywhere and counts nobody.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from .identity import identity


@dataclass
class Block:
    """Lines that stand together: a paragraph, a list, or an address of ours."""

    kind: str
    lines: list[str] = field(default_factory=list)
    is_first: bool = False


def blocks_of(text: str) -> list[Block]:
    """Return a text's blocks: `text`, `list` and `link`, the first link marked."""
    found: list[Block] = []
    has_link = False
    for part in text.strip().split("\n\n"):
        last = None
        for line in filter(None, map(str.strip, part.split("\n"))):
            kind = _kind(line)
            if last is None or kind != last.kind or kind == "link":
                last = Block(kind, is_first=kind == "link" and not has_link)
                found.append(last)
            has_link = has_link or kind == "link"
            last.lines.append(line.removeprefix("- ") if kind == "list" else line)
    return found


def _kind(line: str) -> str:
    # Whatever else people write stays text: nobody gets a link to a stranger from us.
    if line.startswith(f"{settings.SITE_URL}/") and " " not in line:
        return "link"
    return "list" if line.startswith("- ") else "text"


def with_html(message: EmailMessage, reason: str = "") -> EmailMultiAlternatives:
    """Return a mail with its words set in HTML beside them, in the active language.

    `reason` says, in one sentence, why somebody gets it; it closes both forms.
    """
    campaign = identity()
    closing = f"{campaign.name}\n{settings.SITE_URL}"
    text = message.body.strip().removesuffix(closing).strip()
    html = render_to_string(
        "mail/frame.html",
        {
            "subject": message.subject,
            "blocks": blocks_of(text),
            "reason": reason,
            "language": get_language(),
            "site_name": campaign.name,
            "palette": campaign.palette,
            "site_url": settings.SITE_URL,
        },
    )
    body = "\n\n".join(filter(None, (text, "-- \n" + closing, reason))) + "\n"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=body,
        from_email=message.from_email,
        to=message.to,
        headers=message.extra_headers,
    )
    mail.attach_alternative(html, "text/html")
    return mail
