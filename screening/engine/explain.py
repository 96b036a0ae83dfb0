"""Says what the engine found, in the language that is active.

The only module of the engine that knows Django: for its translations. It turns the
codes of a report into sentences; the codes are what is stored.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.countries import country_name

from .names import WEAK
from .report import Evidence, Match, Note

FIELDS = {
    "organiser": _("Organiser"),
    "co_organisers": _("Co-organiser"),
    "speakers": _("Speaker"),
    "name": _("Name"),
    "vouchers": _("Vouching organisation"),
    "title": _("Title"),
    "summary": _("Summary"),
    "description": _("Description"),
    "image_alt": _("Image description"),
    "venue": _("Venue"),
    "links": _("Link"),
    "website": _("Website"),
    "handles": pgettext_lazy("on a social network", "Account"),
    "contacts": _("Contact"),
    "accessibility": _("More about access"),
}

# How a word came to match, in a table.
METHODS_SAID = {
    "equal": _("the name itself"),
    "diacritics": _("other accents"),
    "word_order": _("another order"),
    "spacing": _("written apart or together"),
    "homoglyph": _("letters of another script"),
    "leet": _("digits for letters"),
    "typo": _("a letter or two"),
    "transliteration": _("by its sound"),
    "inflected": _("grammatical form"),
    "acronym": _("abbreviation"),
    "initials": _("surname and initial"),
    "address": _("web address"),
    "mail_domain": _("mail address"),
    "handle": _("account"),
    "handle_anywhere": _("account, no platform given"),
    "handle_elsewhere": _("account on another platform"),
}

# One plain sentence for a place, by its method.
_PLACES = {
    "equal": _("%(field)s: “%(raw)s” is the listed name “%(listed)s”."),
    "diacritics": _(
        "%(field)s: “%(raw)s” is the listed name “%(listed)s” with other accents."
    ),
    "word_order": _(
        "%(field)s: “%(raw)s” is the listed name “%(listed)s” in another order."
    ),
    "spacing": _(
        "%(field)s: “%(raw)s” is the listed name “%(listed)s”, written apart or "
        "together."
    ),
    "homoglyph": _(
        "%(field)s: “%(raw)s” imitates the listed name “%(listed)s” with letters "
        "of another script."
    ),
    "leet": _(
        "%(field)s: “%(raw)s” imitates the listed name “%(listed)s” with digits or "
        "signs in place of letters."
    ),
    "typo": _(
        "%(field)s: “%(raw)s” is the listed name “%(listed)s” but for a letter or two."
    ),
    "transliteration": _(
        "%(field)s: “%(raw)s” sounds like the listed name “%(listed)s”."
    ),
    "inflected": _(
        "%(field)s: “%(raw)s” is a grammatical form of the listed name “%(listed)s”."
    ),
    "acronym": _(
        "%(field)s: “%(raw)s” is the abbreviation of a listed group, and may be that "
        "of others."
    ),
    "initials": _(
        "%(field)s: “%(raw)s” has the surname and an initial of the listed "
        "“%(listed)s”."
    ),
    "address": _("%(field)s: “%(raw)s” leads to the listed address %(listed)s."),
    "mail_domain": _(
        "%(field)s: “%(raw)s” is a mail address at the listed %(listed)s."
    ),
    "handle": _("%(field)s: “%(raw)s” is the listed account %(listed)s."),
    "handle_anywhere": _(
        "%(field)s: “%(raw)s” has the name of the listed account %(listed)s; the "
        "platform is not given."
    ),
    "handle_elsewhere": _(
        "%(field)s: “%(raw)s” has the name of the listed account %(listed)s, on "
        "another platform."
    ),
}
_WEAK_PLACE = _(
    "%(field)s: “%(raw)s” is a common word that a listed group also goes by."
)

_NOTES = {
    # Steps: how the place came to match.
    "diacritics": _("“%(raw)s” is “%(listed)s” with other accents."),
    "homoglyph": _("“%(raw)s” is “%(listed)s” with letters of another script."),
    "leet": _("“%(raw)s” is “%(listed)s” with digits or signs for letters."),
    "typo": _("“%(raw)s” is “%(listed)s” but for a letter or two."),
    "transliteration": _("“%(raw)s” sounds like “%(listed)s”."),
    "inflected": _("“%(raw)s” is a form of “%(listed)s”."),
    "joined": _("“%(raw)s” and “%(listed)s” are the same as one word."),
    "joined_sound": _("“%(raw)s” and “%(listed)s” sound the same as one word."),
    "word_order": _("The words stand in another order."),
    "written_apart": _("Single letters were read as a word."),
    "kind_missing": _("“%(listed)s” of the listed name is missing."),
    "extra_word": _("“%(raw)s” stands between."),
    "aside_ignored": _(
        "“%(raw)s” was ignored: legal form, kind of group, article or title."
    ),
    "unwrapped": _("The link passes on to %(address)s."),
    # Against: what speaks for another meaning.
    "everyday_word": _("“%(raw)s” beside it speaks of a place, a shop or a club."),
    "more_words": _("The field holds more: “%(raw)s”."),
    "word_before": _("With “%(raw)s” before it, it may be another name."),
    "mention": _("“%(raw)s” before it: the text may speak against the group."),
    "generic": _("The listed name has only words that any group uses."),
    "ordinary_words": _(
        "Neither capitals nor quotation marks show that a name is meant."
    ),
    "parted": _("“%(raw)s” stands between the words."),
    "weak_alias": _("The listed form is a common word."),
    "acronym": _("Many groups share an abbreviation."),
    "initials": _("An initial fits many people."),
    "other_platform": _("The listed account is on %(platform)s."),
    "other_country": _(
        "The submission is from %(country)s, the entry names %(listed)s."
    ),
    "note_only": _("The entry is a note, not a listing."),
    # Limits.
    "cut": _("%(field)s: only the first %(characters)s characters were read."),
}

TRICKS = {
    "invisible": _("invisible characters inside"),
    "styled": _("letters of another style"),
    "decorated": _("strokes or marks over the letters"),
}


def field_label(field: str) -> str:
    """Name a field for readers; a field that is not known keeps its own name."""
    return str(FIELDS.get(field, field))


def country_names(codes: str) -> str:
    """Name countries, given as codes with commas between, for readers."""
    return ", ".join(country_name(code) for code in codes.split(", "))


def place_sentence(evidence: Evidence) -> str:
    """Say in one plain sentence what a place in the submission is."""
    is_weak = evidence.strength == WEAK
    sentence = _WEAK_PLACE if is_weak else _PLACES[evidence.method]
    return str(sentence) % {
        "field": field_label(evidence.field),
        "raw": evidence.raw,
        "listed": evidence.listed,
    }


def summary_of(match: Match) -> str:
    """Say in one plain sentence why an entry was found: by its best evidence."""
    return place_sentence(match.evidence[0])


def note_sentence(note: Note) -> str:
    """Say a step, an objection or a limit."""
    values = dict(note.values)
    if "field" in values:
        values["field"] = field_label(values["field"])
    if note.code == "other_country":
        values = {key: country_names(codes) for key, codes in values.items()}
    return str(_NOTES[note.code]) % values


def note_sentences(notes: Iterable[Note]) -> list[str]:
    """Say several."""
    return [note_sentence(note) for note in notes]


def trick_labels(evidence: Evidence) -> list[str]:
    """Name the tricks of writing at a place."""
    return [str(TRICKS[trick]) for trick in evidence.tricks]
