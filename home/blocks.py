"""The sections that an editor puts together into a page.

Headings inside a section start at the second level: the opening, or the page's own
title where there is none, is the only first-level one. Rich text offers what keeps a
page readable and nothing that loads from elsewhere: no embeds, no documents.
"""

from collections import Counter
from urllib.parse import quote

from babel.numbers import format_currency
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.utils import ErrorList
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from events.state import asked_once
from organizations.countries import country_choices, country_name, sort_key
from organizations.languages import language_choices, language_name
from organizations.models import OrganizationPage

from .fallback import own_path
from .linked import linked_pages
from .narrowing import Filter, narrow
from .values import format_iban, validate_iban
from .widgets import LineInput

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
ARTICLE_FEATURES = ["h2", "h3", *TEXT_FEATURES]


class SiteSection(models.TextChoices):
    """Parts of the site that are not pages, in the reader's language."""

    ACTIONS = "actions", _("The actions, list and map")
    ORGANIZATIONS = "organizations", _("The organisations of the alliance")
    SUPPORT = "support", _("Information and help, on the home page")
    SIGN_IN = "sign_in", _("Sign in")
    JOIN = "join", _("Join the alliance")


def get_section_url(section: str) -> str:
    """Return a site section's path in the active language."""
    match section:
        case SiteSection.ACTIONS:
            return reverse("events:action_list")
        case SiteSection.ORGANIZATIONS:
            return reverse("organizations:organization_list")
        case SiteSection.SUPPORT:
            return reverse("wagtail_serve", args=[""]) + "#support"
        case SiteSection.SIGN_IN:
            return reverse("account_login")
        case SiteSection.JOIN:
            return reverse("screening:join")
    return ""


class LineBlock(blocks.CharBlock):
    """A sentence on one line, which can be read whole where it is written."""

    # Nothing of it is stored that Wagtail's own would not store.
    canonical_module_path = "wagtail.blocks.CharBlock"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field.widget = LineInput(self.field.widget_attrs(LineInput()))


class LinkedPageBlock(blocks.PageChooserBlock):
    """A page that a section links to, read without its text."""

    # Nothing of it is stored that Wagtail's own would not store.
    canonical_module_path = "wagtail.blocks.PageChooserBlock"

    @cached_property
    def widget(self):
        widget = super().widget
        # Wagtail adds the kind of page in the language of whoever came first.
        widget.choose_one_text = type(widget).choose_one_text
        return widget

    def bulk_to_python(self, values):
        return linked_pages(values, self.model_class)


class LinkValue(blocks.StructValue):
    """A link's label and where it leads."""

    @property
    def href(self) -> str:
        """Return the address, or "" where the page it led to is not public any more."""
        page = self.get("page")
        if page is not None:
            return own_path(page) if page.live else ""
        return self.get("url") or get_section_url(self.get("section"))


class LinkBlock(blocks.StructBlock):
    """A labelled link to one of: a page, a part of this site, another site."""

    label = blocks.CharBlock(
        label=_("Label"),
        max_length=80,
        help_text=_("What the link does, understandable on its own."),
    )
    page = LinkedPageBlock(label=_("Page"), required=False)
    section = blocks.ChoiceBlock(
        label=_("Part of this site"), choices=SiteSection.choices, required=False
    )
    url = blocks.URLBlock(label=_("Address on another site"), required=False)

    class Meta:
        label = _("Link")
        icon = "link"
        value_class = LinkValue
        template = "home/blocks/link.html"

    def clean(self, value):
        value = super().clean(value)
        targets = [value.get(name) for name in ("page", "section", "url")]
        if len([target for target in targets if target]) != 1:
            raise StructBlockValidationError(
                non_block_errors=ErrorList(
                    [
                        ValidationError(
                            _(
                                "Choose where the link leads: a page, a part of "
                                "this site or another site, one of them."
                            )
                        )
                    ]
                )
            )
        return value


class SectionBlock(blocks.StructBlock):
    """What every section has: a heading, and a text where it needs one."""

    heading = LineBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(
        label=_("Introduction"),
        max_length=600,
        required=False,
        help_text=_("One paragraph below the heading."),
    )


class HeroBlock(blocks.StructBlock):
    """The opening: who we are and what to do next."""

    kicker = blocks.CharBlock(
        label=_("Line above the title"), max_length=80, required=False
    )
    title = LineBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=600)
    links = blocks.ListBlock(LinkBlock(), label=_("Buttons"), max_num=3)

    class Meta:
        label = _("Opening")
        icon = "title"
        template = "home/blocks/hero.html"


class UpcomingActionsBlock(SectionBlock):
    """The next actions, soonest first, read from the approved ones."""

    count = blocks.IntegerBlock(
        label=_("How many"), min_value=1, max_value=12, default=6
    )
    empty_text = LineBlock(label=_("Text while no action is announced"), max_length=250)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=0, max_num=2)

    class Meta:
        label = _("Next actions")
        icon = "date"
        template = "home/blocks/upcoming_actions.html"


class LatestNewsBlock(SectionBlock):
    """The newest pieces of news. Without any, the section is not shown."""

    count = blocks.IntegerBlock(
        label=_("How many"), min_value=1, max_value=6, default=3
    )

    class Meta:
        label = _("Latest news")
        icon = "doc-full"
        template = "home/blocks/latest_news.html"


class AppealBlock(blocks.StructBlock):
    addressee = LineBlock(
        label=_("Addressee"),
        max_length=120,
        help_text=_("As a heading: “To the European Parliament”."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    link = LinkBlock(label=_("Link"))
    signatures = blocks.IntegerBlock(
        label=_("Signatures so far"),
        min_value=0,
        required=False,
        help_text=_("Leave it empty where nobody counts."),
    )
    counted_on = blocks.DateBlock(label=_("Counted on"), required=False)


class AppealsBlock(SectionBlock):
    """Appeals, each with its addressee and the place to read it."""

    items = blocks.ListBlock(AppealBlock(label=_("Appeal")), label=_("Appeals"))

    class Meta:
        label = _("Appeals")
        icon = "edit"
        template = "home/blocks/appeals.html"


class DemandGroupBlock(blocks.StructBlock):
    addressee = LineBlock(
        label=_("Addressee"),
        max_length=120,
        help_text=_("As a heading: “To the European Union”."),
    )
    demands = blocks.ListBlock(
        LineBlock(max_length=250, label=_("Demand")), label=_("Demands")
    )

    class Meta:
        label = _("Demands")


class DemandsBlock(SectionBlock):
    """Demands, grouped by the one who can fulfil them."""

    groups = blocks.ListBlock(DemandGroupBlock(), label=_("Groups of demands"))

    class Meta:
        label = _("Demands")
        icon = "tasks"
        template = "home/blocks/demands.html"


class TakePartBlock(SectionBlock):
    """The call to take part, together with who is not welcome."""

    body = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    rule_heading = LineBlock(label=_("Heading of the rule"), max_length=120)
    rule = blocks.RichTextBlock(
        label=_("Rule of exclusion"), features=["bold", "italic", "link"]
    )
    links = blocks.ListBlock(LinkBlock(), label=_("Buttons"), max_num=3)

    class Meta:
        label = _("Call to take part")
        icon = "group"
        template = "home/blocks/take_part.html"


class ServiceBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    languages = blocks.CharBlock(
        label=_("Languages"),
        max_length=120,
        help_text=_("The languages in which people are answered."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)


class SupportBlock(SectionBlock):
    """Where people who refuse find information and counselling."""

    services = blocks.ListBlock(ServiceBlock(), label=_("Offers"))
    note = blocks.RichTextBlock(
        label=_("Safety note"), features=["bold", "italic", "link"], required=False
    )
    links = blocks.ListBlock(LinkBlock(), label=_("Buttons"), max_num=3)

    class Meta:
        label = _("Information and help")
        icon = "help"
        template = "home/blocks/support.html"


class ContactValue(blocks.StructValue):
    @property
    def phone_uri(self) -> str:
        """Return the number as RFC 3966 wants it: without spaces."""
        number = "".join(c for c in self.get("phone", "") if c.isdigit() or c == "+")
        return f"tel:{number}" if number else ""

    @property
    def email_uri(self) -> str:
        email = self.get("email")
        return f"mailto:{quote(email, safe='@')}" if email else ""


class LanguagesValue(blocks.StructValue):
    @property
    def language_names(self) -> list[str]:
        return [language_name(code) for code in self["languages"]]


class NarrowedBlock(SectionBlock):
    """A section with a list that the reader narrows by the page's address."""

    filters: tuple[Filter, ...] = ()

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        request = context.get("request")
        query = request.GET if request else {}
        return context | narrow(value["entries"], self.filters, query)


class Situation(models.TextChoices):
    """Where somebody stands who looks for help."""

    AT_HOME = "at_home", _("In Russia, Belarus or Ukraine")
    ON_THE_WAY = "on_the_way", _("On the way")
    ASYLUM = "asylum", _("In the asylum procedure")
    CALLED_UP = "called_up", _("Called up")
    DESERTER = "deserter", _("Deserted")
    FAMILY = "family", _("Family and friends")


class OfferValue(LanguagesValue, ContactValue):
    @property
    def situation_labels(self) -> list[str]:
        return [str(Situation(value).label) for value in self["situations"]]


class OfferBlock(blocks.StructBlock):
    """One place that helps: for whom, in which languages, how to reach it."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    text = blocks.TextBlock(label=_("What it offers"), max_length=400, required=False)
    languages = blocks.MultipleChoiceBlock(
        choices=language_choices,
        label=_("Languages"),
        required=False,
        help_text=_("The languages in which people are answered."),
    )
    situations = blocks.MultipleChoiceBlock(
        choices=Situation.choices,
        label=_("Situations"),
        required=False,
        help_text=_("For whom it is. None chosen: for everyone."),
    )
    countries = blocks.MultipleChoiceBlock(
        choices=country_choices,
        label=_("Countries"),
        required=False,
        help_text=_("Where it helps. None chosen: wherever people are."),
    )
    url = blocks.URLBlock(label=_("Website"), required=False)
    phone = blocks.CharBlock(label=_("Phone"), max_length=40, required=False)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    other_way = LineBlock(
        label=_("Another way"),
        max_length=120,
        required=False,
        help_text=_("A messenger with its name there, for example."),
    )
    safety = LineBlock(
        label=_("Safety hint"),
        max_length=250,
        required=False,
        help_text=_("What to know before getting in touch."),
    )
    reviewed_on = blocks.DateBlock(label=_("Last reviewed on"), required=False)

    class Meta:
        label = _("Offer")
        icon = "help"
        value_class = OfferValue


class OffersBlock(NarrowedBlock):
    """Help and counselling by country, to narrow by language and situation."""

    entries = blocks.ListBlock(OfferBlock(), label=_("Offers"))
    filters = (
        Filter("lang", "languages", _("Language"), language_choices),
        Filter(
            "situation",
            "situations",
            _("Situation"),
            lambda: Situation.choices,
            empty_suits_all=True,
        ),
    )

    class Meta:
        label = _("Help and counselling")
        icon = "help"
        template = "home/blocks/offers.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        everywhere = [e for e in context["entries"] if not e["countries"]]
        groups = [(_("Wherever you are"), everywhere)] if everywhere else []
        for code, name in country_choices():
            there = [e for e in context["entries"] if code in e["countries"]]
            if there:
                groups.append((name, there))
        return context | {"groups": groups}


class MaterialKind(models.TextChoices):
    POSTER = "poster", _("Poster")
    LEAFLET = "leaflet", _("Leaflet")
    BANNER = "banner", _("Banner")
    PETITION = "petition", _("Text for collecting signatures")
    LOGO = "logo", _("Logo")
    PICTURE = "picture", _("Picture for the press")
    OTHER = "other", _("Other")


class MaterialValue(LanguagesValue):
    @property
    def kind_label(self) -> str:
        return str(MaterialKind(self["kind"]).label)

    @property
    def file_format(self) -> str:
        """Return what a file is called by its ending: "PDF"."""
        return self["file"].file_extension.upper()


class MaterialBlock(blocks.StructBlock):
    """One file to download. Its size and format are read from the file."""

    title = LineBlock(label=_("Title"), max_length=120)
    kind = blocks.ChoiceBlock(choices=MaterialKind.choices, label=_("Kind"))
    languages = blocks.MultipleChoiceBlock(
        choices=language_choices,
        label=_("Languages"),
        required=False,
        help_text=_("None chosen: there are no words in it."),
    )
    text = blocks.TextBlock(
        label=_("Text"),
        max_length=250,
        required=False,
        help_text=_("What it shows, its size on paper, its licence."),
    )
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        label = _("File")
        icon = "doc-full-inverse"
        value_class = MaterialValue


class MaterialsBlock(NarrowedBlock):
    """Files to download, to narrow by language and kind."""

    entries = blocks.ListBlock(MaterialBlock(), label=_("Files"))
    filters = (
        Filter(
            "lang", "languages", _("Language"), language_choices, empty_suits_all=True
        ),
        Filter("kind", "kind", _("Kind"), lambda: MaterialKind.choices),
    )

    class Meta:
        label = _("Materials")
        icon = "doc-full-inverse"
        template = "home/blocks/materials.html"

    def get_context(self, value, parent_context=None):
        # A file that somebody has deleted takes its entry with it.
        there = [entry for entry in value["entries"] if entry["file"]]
        return super().get_context({**value, "entries": there}, parent_context)


class NetworkBlock(SectionBlock):
    """Where the network has contacts, by country or region."""

    places = blocks.ListBlock(
        blocks.CharBlock(max_length=80, label=_("Country or region")),
        label=_("Countries and regions"),
    )
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=0, max_num=2)

    class Meta:
        label = _("Network")
        icon = "globe"
        template = "home/blocks/network.html"

    def get_context(self, value, parent_context=None):
        """Add how many members of the alliance each country has, by its name."""
        context = super().get_context(value, parent_context)
        counts = _members_by_country()
        members = sorted(
            (
                {"code": code, "name": country_name(code), "count": count}
                for code, count in counts.items()
            ),
            key=lambda country: sort_key(country["name"]),
        )
        return context | {"members": members, "total": counts.total()}


@asked_once
def _members_by_country() -> Counter[str]:
    countries = OrganizationPage.objects.approved().order_by()
    return Counter(countries.values_list("country", flat=True))


class SupportedGroupBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    country = blocks.CharBlock(label=_("Country"), max_length=80)
    text = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "link"], required=False
    )
    url = blocks.URLBlock(label=_("Website"), required=False)

    class Meta:
        label = _("Group")


class GroupsBlock(SectionBlock):
    """Groups that the campaign supports."""

    groups = blocks.ListBlock(SupportedGroupBlock(), label=_("Groups"))

    class Meta:
        label = _("Groups to support")
        icon = "group"
        template = "home/blocks/groups.html"


class FundraisingValue(blocks.StructValue):
    def _written(self, amount: int) -> str:
        """Return an amount with its currency's name in the active language (CLDR)."""
        return format_currency(
            amount,
            self["currency"],
            format="#,##0",
            format_type="name",
            currency_digits=False,
            locale=to_locale(get_language()),
        )

    @property
    def formatted_amount(self) -> str:
        return self._written(self["amount"])

    @property
    def formatted_goal(self) -> str:
        """Return the goal as the amount is written, or "" where none is set."""
        return self._written(self["goal"]) if self.get("goal") else ""

    @property
    def spaced_iban(self) -> str:
        """Return the account number in groups of four, as it is read out."""
        return format_iban(self.get("iban") or "")


class FundraisingBlock(SectionBlock):
    """What donations have reached, as an amount that each language writes its way."""

    amount = blocks.IntegerBlock(label=_("Amount reached"), min_value=0)
    currency = blocks.RegexBlock(
        regex=r"^[A-Z]{3}$",
        label=_("Currency"),
        default="EUR",
        help_text=_("Three letters (ISO 4217): EUR, CHF, PLN."),
        error_messages={"invalid": _("Write the currency with its three letters.")},
    )
    caption = LineBlock(label=_("Caption of the amount"), max_length=120)
    goal = blocks.IntegerBlock(
        label=_("Goal"),
        min_value=1,
        required=False,
        help_text=_("In the same currency. Empty: no goal is shown."),
    )
    purpose = blocks.RichTextBlock(
        label=_("What it is for"), features=TEXT_FEATURES, required=False
    )
    account_holder = blocks.CharBlock(
        label=_("Account holder"), max_length=120, required=False
    )
    iban = blocks.CharBlock(
        label=_("IBAN"), max_length=42, required=False, validators=[validate_iban]
    )
    bic = blocks.CharBlock(label=_("BIC"), max_length=11, required=False)
    reference = blocks.CharBlock(
        label=_("Reference of the transfer"), max_length=140, required=False
    )
    links = blocks.ListBlock(LinkBlock(), label=_("Buttons"), min_num=0, max_num=2)

    def clean(self, value):
        value = super().clean(value)
        if value.get("iban") and not value.get("account_holder"):
            raise StructBlockValidationError(
                block_errors={
                    "account_holder": ValidationError(
                        _("Please say whose account it is.")
                    )
                }
            )
        return value

    class Meta:
        label = _("Donations")
        icon = "plus-inverse"
        value_class = FundraisingValue
        template = "home/blocks/fundraising.html"


class SituationEntryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Country or subject"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    reviewed_on = blocks.DateBlock(
        label=_("Last reviewed on"),
        required=False,
        help_text=_("When somebody last checked that every sentence is true."),
    )
    page = LinkedPageBlock(
        label=_("Page with more about it"),
        required=False,
        page_type="home.CountryPage",
    )

    class Meta:
        label = _("Country or subject")


class SituationBlock(SectionBlock):
    """The situation country by country, each one to unfold."""

    entries = blocks.ListBlock(SituationEntryBlock(), label=_("Countries"))

    class Meta:
        label = _("Situation by country")
        icon = "list-ul"
        template = "home/blocks/situation.html"


class QuestionBlock(blocks.StructBlock):
    question = LineBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)
    reviewed_on = blocks.DateBlock(label=_("Last reviewed on"), required=False)

    class Meta:
        label = _("Question")


class QuestionsBlock(SectionBlock):
    """Questions, each to unfold with its answer."""

    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "home/blocks/questions.html"


class QuickExitBlock(blocks.StructBlock):
    """A button that leaves the site at once and takes this page's place in history."""

    label = blocks.CharBlock(label=_("Label"), max_length=40)
    url = blocks.URLBlock(
        label=_("Where it leads"),
        help_text=_("A harmless site that everyone knows, such as one for the news."),
    )

    class Meta:
        label = _("Leave quickly")
        icon = "logout"
        template = "home/blocks/quick_exit.html"


class ContactBlock(SectionBlock):
    """Who answers for the campaign, and how to reach them."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    street = blocks.CharBlock(label=_("Street and number"), max_length=120)
    postal_code = blocks.CharBlock(label=_("Postal code"), max_length=20)
    city = blocks.CharBlock(label=_("Town"), max_length=80)
    country = blocks.CharBlock(label=_("Country"), max_length=80)
    phone = blocks.CharBlock(label=_("Phone"), max_length=40, required=False)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    website = blocks.URLBlock(label=_("Website"), required=False)

    class Meta:
        label = _("Contact")
        icon = "mail"
        value_class = ContactValue
        template = "home/blocks/contact.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = LineBlock(label=_("Caption and source"), max_length=250, required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "home/blocks/picture.html"


ONCE = {"max_num": 1}
# Each has an anchor of its own, or one button for the whole page.
COUNTS = {
    "contact": ONCE,
    "questions": ONCE,
    "quick_exit": ONCE,
    "demands": ONCE,
    "appeals": ONCE,
    "offers": ONCE,
    "materials": ONCE,
    "situation": ONCE,
    "network": ONCE,
    "groups": ONCE,
    "fundraising": ONCE,
}


class StandardBody(blocks.StreamBlock):
    """What a text page is made of."""

    rich_text = blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=ARTICLE_FEATURES,
        template="home/blocks/rich_text.html",
    )
    picture = PictureBlock()
    links = blocks.ListBlock(
        LinkBlock(),
        label=_("Buttons"),
        icon="link",
        max_num=3,
        template="home/blocks/links.html",
    )
    questions = QuestionsBlock()
    quick_exit = QuickExitBlock()
    contact = ContactBlock()
    demands = DemandsBlock()
    appeals = AppealsBlock()
    offers = OffersBlock()
    materials = MaterialsBlock()
    situation = SituationBlock()
    network = NetworkBlock()
    groups = GroupsBlock()
    fundraising = FundraisingBlock()

    class Meta:
        block_counts = COUNTS


class HomeBody(StandardBody):
    """What a home page is made of.

    A section of the campaign stands on it once, so that its anchor (`#support`) is
    unique, and the opening stands first, because it holds the page's
    only first-level heading.
    """

    hero = HeroBlock()
    upcoming_actions = UpcomingActionsBlock()
    latest_news = LatestNewsBlock()
    take_part = TakePartBlock()
    support = SupportBlock()

    class Meta:
        block_counts = {
            "hero": {"min_num": 1, "max_num": 1},
            "upcoming_actions": ONCE,
            "latest_news": ONCE,
            "take_part": ONCE,
            "support": ONCE,
            **COUNTS,
        }

    def clean(self, value):
        value = super().clean(value)
        if value and value[0].block_type != "hero":
            raise StreamBlockValidationError(
                non_block_errors=ErrorList(
                    [ValidationError(_("The opening stands first on the page."))]
                )
            )
        return value
