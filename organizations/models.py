"""People, their organisations, and who belongs where."""

import hashlib
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from . import colors
from .choices import Role
from .countries import country_name, validate_country
from .fields import WebAddressField
from .permissions import FixedPermissionTester, OrganizationPermissionTester
from .pictures import clean_picture
from .querysets import InvitationQuerySet, MembershipQuerySet, OrganizationManager
from .text import clean_html, clean_line, validate_says_something, validate_word_length

RICH_TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "weblink"]


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """Store a person with the address in lower case, as it is looked up."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractUser):
    """A person who signs in by mail address. Visitors have no account."""

    username = None
    email = models.EmailField(_("mail address"), unique=True)
    # Part of every session's fingerprint: raising it ends them all for good.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @property
    def language(self) -> str:
        """The language this person reads: BCP 47, one of the nine."""
        profile = getattr(self, "wagtail_userprofile", None)
        return (profile and profile.preferred_language) or settings.LANGUAGE_CODE

    def _get_session_auth_hash(self, secret=None):
        digest = super()._get_session_auth_hash(secret)
        return f"{digest}.{self.session_generation}"

    def end_sessions(self):
        """Sign this person out everywhere, at once and for good."""
        type(self).objects.filter(pk=self.pk).update(
            session_generation=models.F("session_generation") + 1
        )


class Picture(AbstractImage):
    """A picture of an organisation or, without one, of the campaign's own pages."""

    organization = models.ForeignKey(
        "organizations.OrganizationPage",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="pictures",
    )

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args, **kwargs):
        """Store only clean pixels, whichever way the file came in.

        Raises:
            ValidationError: as `clean_picture` does.
        """
        if self.file and not self.file._committed:
            clean = clean_picture(self.file.file)
            self.file = clean
            self.file_size = clean.size
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="picture_rendition_unique",
            ),
        ]


class OrganizationIndexPage(Page):
    """The one parent of all organisations; the public sees our directory instead."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["organizations.OrganizationPage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of organisations")
        verbose_name_plural = _("lists of organisations")

    def get_url_parts(self, request=None):
        return public_url_parts(self, reverse_in_default("organization_list"))

    def permissions_for_user(self, user):
        return FixedPermissionTester(user, self)


class OrganizationPage(Page):
    """A member organisation of the alliance. `title` is its name."""

    short_name = models.CharField(
        _("short name"),
        max_length=40,
        blank=True,
        help_text=_("The one you use yourselves, for example an abbreviation."),
    )
    country = models.CharField(
        _("country"), max_length=2, validators=[validate_country]
    )
    website = WebAddressField(_("website"), blank=True)
    description = RichTextField(
        _("description"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Who you are and what you do, in a few sentences."),
    )
    logo = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
    )
    is_example = models.BooleanField(default=False, editable=False)
    source_url = WebAddressField(blank=True, editable=False)

    objects = OrganizationManager()

    parent_page_types = ["organizations.OrganizationIndexPage"]
    subpage_types = ["events.EventPage"]
    template = "organizations/organization_detail.html"
    context_object_name = "organization"  # as the public view names it, for the preview
    search_fields = Page.search_fields
    show_in_menus_default = False

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def clean(self):
        is_title_written = bool(self.title)  # else that is already said
        self.title = clean_line(self.title or "")
        self.short_name = clean_line(self.short_name or "")
        self.description = clean_html(self.description or "")
        named = (
            ("title", self.title, is_title_written),
            ("short_name", self.short_name, bool(self.short_name)),
        )
        for field, value, is_written in named:
            if not is_written:
                continue
            try:
                validate_says_something(value)
                validate_word_length(value)
            except ValidationError as error:
                raise ValidationError({field: error}) from error
        super().clean()

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def website_name(self) -> str:
        """Return what is read of the website's address: its host, or ""."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    @property
    def is_suspended(self) -> bool:
        return hasattr(self, "suspension")

    @classmethod
    def get_edit_handler(cls):
        from .panels import (  # noqa: PLC0415 - a form above the model
            organization_edit_handler,
        )

        return organization_edit_handler()

    @staticmethod
    def _slug_is_available(slug, parent_page, page=None):
        """Say whether no other group has or had this address (rule 9 of the domain)."""
        former = FormerSlug.of(FormerSlug.ORGANIZATION, slug)
        if page is not None:
            former = former.exclude(object_id=page.pk or 0)
        return Page._slug_is_available(slug, parent_page, page) and not former.exists()

    def get_absolute_url(self) -> str:
        return reverse("organizations:organization_detail", args=[self.slug])

    def get_url_parts(self, request=None):
        return public_url_parts(self, self.get_absolute_url())

    def permissions_for_user(self, user):
        return OrganizationPermissionTester(user, self)


def reverse_in_default(name: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"organizations:{name}")


def public_url_parts(page: Page, path: str) -> tuple[int | None, str, str]:
    """Return Wagtail's (site id, root address, path) for a page with our own route."""
    return (None, settings.SITE_URL, path)


class Suspension(models.Model):
    """An organisation silenced for now. Deleting the row restores all of it.

    A row of its own: publishing an older revision of the organisation's page must not
    bring it back (docs/decisions/0002).
    """

    organization = models.OneToOneField(
        OrganizationPage,
        on_delete=models.CASCADE,
        related_name="suspension",
        verbose_name=_("organisation"),
    )
    reason = models.TextField(_("reason"))
    suspended_at = models.DateTimeField(default=timezone.now, editable=False)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")

    def __str__(self):
        return self.organization.title


class FormerSlug(models.Model):
    """That something had another address once. `slug_hash`: SHA-256 of the slug."""

    ORGANIZATION, PERIOD, ACTION = "organization", "period", "action"

    kind = models.CharField(max_length=20)
    slug_hash = models.CharField(max_length=64)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug_hash"], name="former_slug_unique"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"

    @staticmethod
    def hash_of(slug: str) -> str:
        return hashlib.sha256(slug.encode("utf-8", "replace")).hexdigest()

    @classmethod
    def of(cls, kind: str, slug: str):
        """Return the row of what had this slug, as a queryset of one or none."""
        return cls.objects.filter(kind=kind, slug_hash=cls.hash_of(slug))


class Membership(models.Model):
    """One person's role in one organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], name="membership_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.organization.title} ({self.get_role_display()})"


class Invitation(models.Model):
    """An offer of membership, sent to one address. Only a hash of its link is kept."""

    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("mail address"))
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return f"{self.email}: {self.organization.title}"

    @staticmethod
    def new_token() -> str:
        """Return 256 random bits for a link."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def validate_color(value: str) -> None:
    if not colors.WRITTEN.fullmatch(value):
        raise ValidationError(
            _("Write the colour as # and six of 0 to 9 and a to f: %(example)s."),
            code="color",
            params={"example": "#005f49"},
        )


class ColorField(models.CharField):
    """A colour as `#rrggbb`, in small letters however it was typed."""

    default_validators = [validate_color]

    def to_python(self, value):
        return (super().to_python(value) or "").strip().lower()


SMALLEST_LOGO = 80  # pixels: twice as high as it is shown


@register_setting(icon="image", order=10)
class CampaignIdentity(BaseGenericSetting):
    """The campaign's name, logo and colour. What is empty is the demonstration's."""

    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        help_text=_("In the page header, in mails, calendars and shared pictures."),
    )
    logo = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "Stands beside the name, on light ground. JPEG, PNG or WebP, at least "
            "80 pixels high; a square works best."
        ),
    )
    color = ColorField(
        _("colour"),
        max_length=7,
        blank=True,
        help_text=_(
            "For buttons, links and the footer, such as #005f49. It has to be dark "
            "enough to be read on white."
        ),
    )
    color_dark = ColorField(
        _("colour on dark ground"),
        max_length=7,
        blank=True,
        help_text=_(
            "For devices set to dark colours. Empty: the same colour, made lighter."
        ),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("color"), FieldPanel("color_dark")], heading=_("Colour")
        ),
    ]

    class Meta:
        verbose_name = _("name, logo and colour")

    def __str__(self):
        return str(self._meta.verbose_name)

    def clean(self):
        super().clean()
        self.name = clean_line(self.name or "")
        errors = {}
        if self.name:
            try:
                validate_says_something(self.name)
                validate_word_length(self.name)
            except ValidationError as error:
                errors["name"] = error
        if self.logo and self.logo.height < SMALLEST_LOGO:
            errors["logo"] = _(
                "This picture is %(height)s pixels high and would be blurred. Please "
                "choose one of at least %(least)s pixels."
            ) % {"height": self.logo.height, "least": SMALLEST_LOGO}
        for field, ground, towards, message in (
            (
                "color",
                colors.LIGHT_GROUND,
                colors.BLACK,
                _(
                    "This colour is too pale to be read on light ground: its contrast "
                    "is %(contrast)s to 1, and 4.5 to 1 is needed. Take a darker one, "
                    "%(suggestion)s for example."
                ),
            ),
            (
                "color_dark",
                colors.DARK_GROUND,
                colors.WHITE,
                _(
                    "This colour is too dark to be read on dark ground: its contrast "
                    "is %(contrast)s to 1, and 4.5 to 1 is needed. Take a lighter one, "
                    "%(suggestion)s for example."
                ),
            ),
        ):
            color = getattr(self, field)
            if not colors.WRITTEN.fullmatch(color):
                continue  # empty, or the field has said what is wrong
            found = colors.contrast(color, ground)
            if found < colors.LEAST_CONTRAST:
                errors[field] = message % {
                    # Rounded down: 4.49 must not read 4.5.
                    "contrast": number_format(int(found * 10) / 10, 1),
                    "suggestion": colors.readable(color, ground, towards),
                }
        if self.color_dark and not self.color and "color_dark" not in errors:
            errors["color"] = _("Please choose the colour on light ground, too.")
        if errors:
            raise ValidationError(errors)
