"""How the CMS shows actions: our own create, edit and delete views, and periods."""

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet

from organizations.models import OrganizationPage

from .forms import ActionPeriodForm
from .lifecycle import renew_submission, submit_for_screening
from .models import ActionPeriod, EventPage


def keep_as_draft(view, error: ValidationError):
    """Say why what was sent is only kept: the group has sent too much.

    Raises:
        ValidationError: any other one.
    """
    if getattr(error, "code", "") != "too_many":
        raise error
    messages.warning(view.request, error.messages[0])
    return redirect("wagtailadmin_pages:edit", view.page.pk)


class SavedByHand:
    """Turns Wagtail's autosave off.

    Each saving renews what the editors are reading, and a draft that saves itself while
    the form is being sent would be a second action.
    """

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"autosave_enabled": False}

    def refuse_to_autosave(self):
        return self.json_error_response("saved_by_hand", _("Please save it yourself."))


class EventCreateView(SavedByHand, CreateView):
    """Post an action. The form's key makes a second sending find the first."""

    def post(self, request):
        if self.expects_json_response:
            return self.refuse_to_autosave()
        if existing := self.already_sent():
            return self.show(existing)
        try:
            with transaction.atomic():
                return super().post(request)
        except IntegrityError:
            # The same form, sent twice at once: the other one was faster.
            if existing := self.already_sent():
                return self.show(existing)
            raise

    def show(self, existing):
        messages.warning(
            self.request, _("You have sent this form before. This is what we have.")
        )
        return redirect("wagtailadmin_pages:edit", existing.pk)

    def already_sent(self):
        try:
            return EventPage.objects.filter(
                uid=self.request.POST.get("uid"),
                organization_id=self.parent_page.pk,
            ).first()
        except (ValidationError, ValueError):
            return None

    def get_page_subtitle(self):
        return ""

    def get_page_title(self):
        return _("Post an action")

    def submit_action(self):
        self.page = self.form.save(commit=False)
        self.page.live = False
        self.parent_page.add_child(instance=self.page)
        self.page.save_revision(user=self.request.user, log_action=True)
        try:
            with transaction.atomic():
                submit_for_screening(event=self.page, user=self.request.user)
        except ValidationError as error:
            return keep_as_draft(self, error)
        messages.success(
            self.request,
            _(
                "Thank you. The editors have “%(title)s” now. "
                "You get a mail as soon as they have decided."
            )
            % {"title": self.page.title},
        )
        return redirect("wagtailadmin_home")

    def save_action(self):
        super().save_action()
        # The usual message speaks of pages; ours says what to do next.
        for _message in get_messages(self.request):
            pass
        messages.success(
            self.request,
            _("Your draft is saved. Nobody sees it until you send it to the editors."),
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)


def latest_move(page):
    """Return the last move of an action; None for an organization, or without one."""
    return page.moves.first() if isinstance(page, EventPage) else None


class ScreenedEditView(SavedByHand, EditView):
    """Edit what editors screen; what waits for them is renewed with each saving."""

    @property
    def waits(self) -> bool:
        """Whether an editor may be reading it right now."""
        return bool(
            self.page.current_workflow_task_state and self.page.workflow_in_progress
        )

    def post(self, request, *args, **kwargs):
        if self.expects_json_response:
            return self.refuse_to_autosave()
        if self.is_out_of_date:
            return self.refuse_to_overwrite()
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def refuse_to_overwrite(self):
        """Show both: what was typed here, and where the newer version is."""
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.is_valid()
        self.form.add_error(
            None,
            _(
                "This was changed meanwhile, in another window or by a colleague. "
                "What you typed is still here. Compare it with the newer version, "
                "then save again to replace that one."
            ),
        )
        self.errors_debug = ""
        self.has_unsaved_changes = True
        messages.error(
            self.request,
            _("Not saved: there is a newer version."),
            buttons=[
                messages.button(
                    self.get_edit_url(), _("Open the newer version"), new_window=True
                )
            ],
        )
        return self.render_to_response(self.get_context_data())

    @cached_property
    def action_name_and_method(self):
        if self.page_perms.can_publish():
            return super().action_name_and_method
        if self.request.POST.get("action-submit") or self.waits:
            return ("submit", self.submit_action)
        return ("save", self.save_action)

    def submit_action(self):
        last_move = latest_move(self.page)
        self.page = self.form.save(commit=not self.page.live)
        self.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=None
        )
        try:
            with transaction.atomic():
                submit_for_screening(event=self.page, user=self.request.user)
        except ValidationError as error:
            if getattr(error, "code", "") == "refused":
                raise PermissionDenied from error
            return keep_as_draft(self, error)
        self.say_what_happens_now(before=last_move)
        return redirect("wagtailadmin_home")

    def say_what_happens_now(self, *, before):
        """Tell whether a new time or place is public already, and what waits."""
        if latest_move(self.page) != before:
            messages.success(
                self.request,
                _(
                    "The new time and place are public already. "
                    "An editor looks at them afterwards."
                ),
            )
            if not type(self.page).objects.get(pk=self.page.pk).workflow_in_progress:
                return
        messages.success(
            self.request,
            _(
                "The editors have this version now. "
                "You get a mail when they have decided."
            ),
        )

    def add_save_confirmation_message(self):
        messages.success(
            self.request,
            _("Your draft is saved. Visitors still see the version that was approved.")
            if self.page.live
            else _(
                "Your draft is saved. Nobody sees it until you send it to the editors."
            ),
        )

    def save_action(self):
        response = super().save_action()
        renew_submission(event=self.page, user=self.request.user)
        return response


class EventEditView(ScreenedEditView):
    def get_page_title(self):
        return pgettext("of the campaign", "Action")


class EventDeleteView(DeleteView):
    def get_success_url(self):
        return reverse("wagtailadmin_home")


class EventPageViewSet(PageViewSet):
    model = EventPage
    icon = "calendar"
    add_view_class = EventCreateView
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView


class OrganizationPageViewSet(PageViewSet):
    """A profile is screened as an action is; here, where that is known."""

    model = OrganizationPage
    icon = "group"
    edit_view_class = ScreenedEditView


def _labelled(name: str) -> Column:
    """Return a column that says in each row what it shows, for lists without a head."""
    label = capfirst(ActionPeriod._meta.get_field(name).verbose_name)
    column = Column(name, label=label, sort_key=name)
    column.cell_template_name = "cms/_labelled_cell.html"
    return column


class PeriodUsageView(UsageView):
    """Actions of a period by their titles: who keeps periods need not keep actions."""

    def get_table(self, object_list, **kwargs):
        table = super().get_table(object_list, **kwargs)
        for row in table.data:
            if row["edit_url"] is None and row["object"].live:
                event = row["object"].specific
                row["label"] = event.title
                row["edit_url"] = event.get_absolute_url()
        return table


class ActionPeriodViewSet(ModelViewSet):
    """Action periods, kept by the campaign's coordinators."""

    model = ActionPeriod
    icon = "date"
    menu_label = gettext_lazy("Action periods")
    menu_order = 320
    add_to_admin_menu = True
    list_display = [
        "__str__",
        *(_labelled(day) for day in ("anchor_day", "starts_on", "ends_on")),
    ]
    usage_view_class = PeriodUsageView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update=False):
        return ActionPeriodForm


event_viewset = EventPageViewSet("events")
organization_viewset = OrganizationPageViewSet("organization_pages")
period_viewset = ActionPeriodViewSet("periods", url_prefix="periods")
