"""Passwords that anyone would try first here are none (SECURITY-CASES 17)."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What validators refuse, they say; this is enough to choose a good one.
HELP = gettext_lazy("At least 15 characters. Several words are easy to remember.")
# What is left without the words of the place has to be a password still.
SHORTEST_REST = 8
SHORTEST_WORD = 4
# The campaign's words in the languages of the site.
CAMPAIGN = (
    "object objector objection conscience peace freedom asylum "
    "kampagne frieden asyl campagne paix campaña paz campagna pace kampania pokój "
    "кампания мир свобода кампанія мир свобода кампанія мір воля"
)


def words_around(user) -> list[str]:
    """Return the words that a stranger would try: the campaign's and one's group's."""
    names = [settings.SITE_NAME, CAMPAIGN, *getattr(user, "names_of_groups", ())]
    if user is not None and user.pk:
        for membership in user.memberships.select_related("organization"):
            organization = membership.organization
            names += [organization.title, organization.short_name]
    words = set(re.findall(r"\w+", " ".join(names).casefold()))
    words |= set(re.findall(r"[a-z]+", settings.SITE_NAME.casefold()))
    words |= {word[:-8] for word in words if word.endswith("campaign")}
    words |= {"campaign", "war"}
    return sorted(words - {""}, key=len, reverse=True)


class ContextWordsValidator:
    """Refuse a password that is little more than names of campaign and group."""

    def validate(self, password, user=None):
        rest = re.sub(r"[\W_]+", "", password.casefold())
        whole = len(rest)
        for word in words_around(user):
            if len(word) >= SHORTEST_WORD or word == "war":
                rest = rest.replace(word, "")
        if len(rest) < SHORTEST_REST and len(rest) < whole:
            raise ValidationError(self.get_help_text(), code="password_of_context")

    def get_help_text(self):
        return _("The names of the campaign and of your group are guessed first.")
