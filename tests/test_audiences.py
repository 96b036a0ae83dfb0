"""Who reaches which address: every role, every CMS address, objects of a rival group.

`objectwar/audiences.csv` says what is meant; here it is asked for over HTTP.
"""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import resolve
from wagtail.admin.models import EditingSession
from wagtail.models import (
    Locale,
    Page,
    Revision,
    Site,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
)

from events.models import (
    CalendarSource,
    Cancellation,
    CoOrganizer,
    EventPage,
    Occurrence,
    Proposal,
    Upload,
)
from objectwar.patterns import all_patterns
from organizations import lifecycle
from organizations.gate import audiences, pattern_of
from organizations.models import (
    Invitation,
    Membership,
    OrganizationPage,
    Picture,
    Suspension,
    User,
)
from organizations.permissions import EDITORS
from screening.models import Decision, ScreeningRun, WatchlistEntry
from tests.addresses import (
    AUDIENCES,
    CMS,
    arguments_of,
    audience_rows,
    filled,
    form_values,
)
from tests.factories.actions import in_days
from tests.factories.world import kept_for_the_module, make_world, picture_file

pytestmark = pytest.mark.django_db

SIGN_IN = "/en/account/login/"
EDIT_FORM = "form[data-edit-form]"

# The whole of what a member reaches in the CMS. A new line here is a new door: think of
# SECURITY-CASES 1 to 3 and 9 before you write it.
MEMBERS_ADDRESSES = {
    "cms/",
    "cms/account/",
    "cms/actions/",
    "cms/actions/<int:page_id>/call-off/",
    "cms/actions/<int:page_id>/duplicate/",
    "cms/actions/<int:page_id>/reinstate/",
    "cms/actions/<int:page_id>/take-back/",
    "cms/actions/<int:page_id>/dates/",
    "cms/actions/add/",
    "cms/actions/dates/",
    "cms/choose-email-link/",
    "cms/choose-external-link/",
    "cms/conversation/<int:page_id>/",
    "cms/dismissibles/",
    "cms/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/"
    "<int:session_id>/",
    "cms/editing-sessions/release/<int:session_id>/",
    "cms/import/",
    "cms/proposals/",
    "cms/proposals/<uuid:proposal_id>/",
    "cms/import/<uuid:upload_id>/",
    "cms/import/<uuid:upload_id>/columns/",
    "cms/import/<uuid:upload_id>/discard/",
    "cms/import/template.<str:kind>",
    "cms/jsi18n/",
    "cms/locate/",
    "cms/locate/address/",
    "cms/locate/zone/",
    "cms/pages/<int:page_id>/delete/",
    "cms/pages/<int:page_id>/edit/",
    "cms/pages/<int:page_id>/edit/preview/",
    "cms/pages/<int:page_id>/view_draft/",
    "cms/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
    "<int:parent_page_id>/",
    "cms/pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
    "<int:parent_page_id>/preview/",
    "cms/sprite/",
    "cms/tour/",
}
COORDINATORS_ADDRESSES = {
    "cms/calendars/",
    "cms/calendars/<uuid:calendar_id>/fetch/",
    "cms/calendars/<uuid:calendar_id>/pause/",
    "cms/calendars/<uuid:calendar_id>/remove/",
    "cms/co-organizing/<int:pk>/",
    "cms/people/",
    "cms/people/<int:page_id>/",
    "cms/people/<int:page_id>/remove/<int:pk>/",
    "cms/people/<int:page_id>/withdraw/<int:pk>/",
}

ROLES_AUDIENCES = {
    "contributor": {"member"},
    "coordinator": {"member", "coordinator"},
    "editor": {"editor"},
    "campaign": {"campaign"},
    "admin": {"campaign", "admin"},
    "nobody": set(),
}


# --- The list itself ------------------------------------------------------------------


def test_every_pattern_has_one_audience_and_none_is_stale():
    patterns = list(dict.fromkeys(all_patterns()))
    listed = [pattern for pattern, _audience in audience_rows()]

    assert sorted(listed) == sorted(patterns)


@pytest.mark.parametrize(
    "path",
    [
        "/cms/api/main/pages/",
        "/cms/api/main/images/1/",
        "/cms/pages/1/revisions/compare/earliest...latest/",
    ],
)
def test_gate_knows_what_wagtail_names_by_regular_expressions(path):
    assert "campaign" in audiences()[pattern_of(resolve(path))]


def test_audiences_are_known_words():
    known = {"public", "account", "nobody"} | set().union(*ROLES_AUDIENCES.values())
    words = set().union(*AUDIENCES.values())

    assert words - known == set()
    assert [p for p, who in AUDIENCES.items() if not who] == []


def test_members_reach_what_is_written_here_and_nothing_else():
    assert {p for p, who in CMS.items() if "member" in who} == MEMBERS_ADDRESSES
    assert {p for p, who in CMS.items() if "coordinator" in who} == (
        COORDINATORS_ADDRESSES
    )


# --- Two groups, and the addresses of everything that B has ---------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with kept_for_the_module(django_db_blocker):
        yield make_world()


def objects_of(side, world) -> dict:
    """Return what fills each argument with something of one organization."""
    waiting = side.events["waiting"]
    event = side.events["public"]
    task_state = waiting.current_workflow_task_state
    return {
        "page_id": event.pk,
        "parent_page_id": side.organization.pk,
        "page_to_move_id": event.pk,
        "destination_id": side.organization.pk,
        "object_id": event.pk,
        "page_pk": event.pk,
        "image_id": side.picture.pk,
        "content_type_app_name": "events",
        "content_type_model_name": "eventpage",
        "app_label": "events",
        "model_name": "eventpage",
        "app_name": "events",
        "action_name": "approve",
        "action": "publish",
        "task_id": task_state.task_id,
        "task_state_id": task_state.pk,
        "workflow_state_id": waiting.current_workflow_state.pk,
        "workflow_pk": task_state.workflow_state.workflow_id,
        "revision_id": event.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "session_id": 0,
        "filter_spec": "max-100x100",
        "collection_id": 1,
        "document_id": 1,
        "doc_id": 1,
        "uploaded_file_id": 1,
        "uidb64": "MQ",
        "token": "token",
        "number": 1,
        "criterion": 1,
        "pk": event.pk,
        "upload_id": side.upload.pk,
        "calendar_id": side.proposal.calendar.pk,
        "proposal_id": side.proposal.pk,
        "kind": "csv",
        "language": "uk",
    }


# What `pk` means where it is not an action, by how the pattern begins.
def primary_key(pattern: str, side, world) -> int:
    task_state = side.events["waiting"].current_workflow_task_state
    meanings = {
        "cms/people/<int:page_id>/remove/": side.membership.pk,
        "cms/people/<int:page_id>/withdraw/": side.invitation.pk,
        "cms/co-organizing/": side.co_organizer.pk,
        "cms/stop-account/": 1,
        "cms/screening/afterwards/": world.follow_up.pk,
        "cms/screening/": task_state.pk,
        "cms/api/main/^images/": side.picture.pk,
        "cms/images/": side.picture.pk,
        "cms/workflows/tasks/": task_state.task_id,
        "cms/workflows/": task_state.workflow_state.workflow_id,
        "cms/collections/": 1,
        "cms/settings/": 1,
        "cms/watchlist/": world.entry.pk,
        "cms/periods/": world.period.pk,
        "cms/locales/": Locale.get_default().pk,
        "cms/sites/": Site.objects.get().pk,
        "cms/users/": side.contributor.pk,
        "cms/groups/": Group.objects.get(name=EDITORS).pk,
    }
    for beginning, pk in meanings.items():
        if pattern.startswith(beginning):
            return pk
    return side.events["public"].pk


def address(pattern: str, side, world) -> str:
    if pattern == "cms/^.*/$":
        return "/cms/what/is/not/there/"
    values = objects_of(side, world) | {"pk": primary_key(pattern, side, world)}
    if pattern.startswith("cms/people/"):
        values["page_id"] = side.organization.pk
    return filled(pattern, values)


NAMES_AN_OBJECT = {
    "page_id",
    "parent_page_id",
    "page_to_move_id",
    "object_id",
    "page_pk",
    "image_id",
    "pk",
    "upload_id",
    "calendar_id",
    "proposal_id",
}

# Everything that a request from outside may not have touched.
WATCHED = [
    CalendarSource,
    Proposal,
    Cancellation,
    CoOrganizer,
    Decision,
    EventPage,
    Invitation,
    Membership,
    Occurrence,
    OrganizationPage,
    Page,
    Picture,
    Revision,
    ScreeningRun,
    Suspension,
    Task,
    TaskState,
    Upload,
    User,
    WatchlistEntry,
    Workflow,
    WorkflowState,
]


def everything() -> dict:
    """Return every row of the tables that matter, to compare before and after."""
    return {
        model.__name__: list(
            model.objects.order_by("pk").values(
                *(f.attname for f in model._meta.concrete_fields)
            )
        )
        for model in WATCHED
    } | {"tables": ContentType.objects.count()}


def changed(before: dict, after: dict) -> list[str]:
    return [name for name in before if before[name] != after[name]]


# --- The table: role x address --------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_anonymous_is_sent_to_the_sign_in_page_by_every_cms_address(
    world, client, method
):
    before = everything()
    elsewhere = {}
    for pattern, audience in CMS.items():
        path = address(pattern, world.b, world)
        response = getattr(client, method)(path)
        if "public" in audience:
            continue
        if response.get("Location") != f"{SIGN_IN}?next={path}":
            elsewhere[pattern] = (response.status_code, response.get("Location"))

    assert elsewhere == {}
    assert changed(before, everything()) == []


@pytest.mark.parametrize("role", ROLES_AUDIENCES)
def test_role_gets_404_at_every_cms_address_that_is_not_for_it(world, client, role):
    client.force_login(world.someone(role))
    before = everything()
    open_doors = {}
    for pattern, audience in CMS.items():
        if audience & (ROLES_AUDIENCES[role] | {"public"}):
            continue
        path = address(pattern, world.b, world)
        statuses = (client.get(path).status_code, client.post(path).status_code)
        if statuses != (404, 404):
            open_doors[pattern] = statuses

    assert open_doors == {}
    assert changed(before, everything()) == []


@pytest.mark.parametrize("role", ["contributor", "coordinator"])
def test_case_01_member_gets_404_for_every_object_of_another_group(world, client, role):
    client.force_login(world.someone(role))
    before = everything()
    reached = {}
    for pattern, audience in CMS.items():
        if not audience & ROLES_AUDIENCES[role]:
            continue
        if not arguments_of(pattern) & NAMES_AN_OBJECT:
            continue
        path = address(pattern, world.b, world)
        statuses = (client.get(path).status_code, client.post(path).status_code)
        # What takes only POST may say so, before it has looked for anything.
        if statuses not in {(404, 404), (405, 404)}:
            reached[pattern] = statuses

    assert reached == {}
    assert changed(before, everything()) == []


OBJECTS = {
    "an action in any state": lambda side: list(side.events.values()),
    "the organization": lambda side: [side.organization],
}


@pytest.mark.parametrize("which", OBJECTS)
@pytest.mark.parametrize("role", ["contributor", "coordinator"])
def test_case_01_no_page_of_another_group_opens(world, client, role, which):
    client.force_login(world.someone(role))
    pages = [
        *OBJECTS[which](world.b),
        OrganizationPage.objects.first().get_parent(),
        Page.get_first_root_node(),
    ]
    before = everything()
    reached = []
    for page in pages:
        for path in (
            f"/cms/pages/{page.pk}/edit/",
            f"/cms/pages/{page.pk}/edit/preview/",
            f"/cms/pages/{page.pk}/view_draft/",
            f"/cms/pages/{page.pk}/delete/",
            f"/cms/pages/add/events/eventpage/{page.pk}/",
            f"/cms/pages/add/events/eventpage/{page.pk}/preview/",
            f"/cms/actions/{page.pk}/call-off/",
        ):
            fields = {"title": "Taken", "action-publish": "1", "note": "x"}
            for response in (client.get(path), client.post(path, fields)):
                if response.status_code != 404:
                    reached.append((path, response.status_code))

    assert reached == []
    assert changed(before, everything()) == []


@pytest.mark.parametrize(
    "mixed",
    [
        "/cms/people/{a}/remove/{membership}/",
        "/cms/people/{a}/withdraw/{invitation}/",
        "/cms/people/{b}/remove/{own_membership}/",
    ],
)
def test_case_01_coordinator_cannot_mix_own_organization_with_foreign_people(
    world, client, mixed
):
    client.force_login(world.a.coordinator)
    path = mixed.format(
        a=world.a.organization.pk,
        b=world.b.organization.pk,
        membership=world.b.membership.pk,
        invitation=world.b.invitation.pk,
        own_membership=world.a.membership.pk,
    )
    before = everything()

    assert client.post(path).status_code == 404
    assert changed(before, everything()) == []


def test_case_01_picture_of_another_group_is_not_there(world, client):
    path = world.b.picture.file.url
    rendition = world.b.picture.get_rendition("max-100x100").url
    client.force_login(world.a.coordinator)

    assert [client.get(url).status_code for url in (path, rendition)] == [404, 404]


def test_case_01_contributor_cannot_answer_for_the_organization(world, client):
    client.force_login(world.a.contributor)
    row = world.a.co_organizer

    response = client.post(f"/cms/co-organizing/{row.pk}/", {"answer": "accept"})

    assert response.status_code == 404
    assert CoOrganizer.objects.get(pk=row.pk).state == "named"


def test_case_09_ping_about_another_model_with_an_own_number_finds_nothing(
    world, client
):
    """The gate sees a page's number; the address says that it is a person's."""
    client.force_login(world.a.contributor)
    own = world.a.events["draft"].pk
    refused = {}
    for app, model in [
        ("organizations", "user"),
        ("organizations", "picture"),
        ("organizations", "membership"),
        ("organizations", "invitation"),
        ("screening", "watchlistentry"),
        ("screening", "decision"),
        ("auth", "group"),
        ("no", "such"),
    ]:
        path = f"/cms/editing-sessions/ping/{app}/{model}/{own}/0/"
        refused[model] = client.post(path).status_code

    assert set(refused.values()) == {404}


# --- What is one's own ----------------------------------------------------------------


@pytest.mark.parametrize("role", ["contributor", "coordinator"])
@pytest.mark.parametrize(
    "path",
    [
        "/cms/",
        "/cms/account/",
        "/cms/actions/",
        "/cms/locate/?city=Bonn",
        "/cms/pages/{public}/edit/",
        "/cms/pages/{draft}/edit/",
        "/cms/pages/{waiting}/edit/",
        "/cms/pages/{rejected}/edit/",
        "/cms/pages/{draft}/view_draft/",
        "/cms/pages/{draft}/delete/",
        "/cms/pages/add/events/eventpage/{organization}/",
        "/cms/actions/{public}/call-off/",
        "{picture}",
    ],
)
def test_member_reaches_what_is_their_own(world, client, role, path):
    client.force_login(world.someone(role))
    numbers = {state: event.pk for state, event in world.a.events.items()}
    path = path.format(
        organization=world.a.organization.pk,
        picture=world.a.picture.file.url,
        **numbers,
    )

    response = client.get(path)

    assert response.status_code == 200
    response.getvalue()  # to its end, which closes the file


def test_first_screen_and_list_show_only_own_actions(world, client):
    client.force_login(world.a.contributor)

    for path in ("/cms/", "/cms/actions/", "/cms/actions/?q=Beta"):
        html = client.get(path).text

        assert "Beta Group" not in html.replace("Beta Group public", "")
    assert "Alpha Group draft" in client.get("/cms/actions/").text


def test_staff_see_no_error_at_any_address_of_theirs(world, client):
    broken = {}
    for role in ("editor", "campaign", "admin"):
        client.force_login(world.someone(role))
        client.raise_request_exception = False
        for pattern, audience in CMS.items():
            if not audience & ROLES_AUDIENCES[role]:
                continue
            status = client.get(address(pattern, world.b, world)).status_code
            if status >= 500:
                broken[role, pattern] = status

    assert broken == {}


def test_coordinator_sees_own_people_and_no_others(world, client):
    client.force_login(world.a.coordinator)

    response = client.get(f"/cms/people/{world.a.organization.pk}/")

    assert response.status_code == 200
    assert world.a.contributor.email in response.text
    assert world.b.contributor.email not in response.text


@pytest.mark.parametrize(
    "pattern", [p for p, who in AUDIENCES.items() if who == {"account"}]
)
def test_own_account_pages_ask_anonymous_to_sign_in(world, client, pattern):
    response = client.get(filled(pattern, {}))

    assert response.status_code == 302
    assert response["Location"].startswith((SIGN_IN, "/"))
    assert client.get(filled(pattern, {}), follow=True).status_code == 200


# --- Rights that end ------------------------------------------------------------------


def test_case_07_removed_person_has_lost_the_rights_with_the_next_request(
    world, client
):
    client.force_login(world.a.contributor)
    edit = f"/cms/pages/{world.a.events['draft'].pk}/edit/"
    before = client.get(edit).status_code

    lifecycle.remove_member(membership=world.a.membership, by=world.a.coordinator)
    after = client.get(edit)

    assert before == 200
    assert (after.status_code, after["Location"]) == (302, f"{SIGN_IN}?next={edit}")


def test_case_07_membership_deleted_elsewhere_counts_at_once(world, client):
    """By a cascade or a shell, say: the session lives on, the rights do not."""
    client.force_login(world.a.contributor)
    edit = f"/cms/pages/{world.a.events['draft'].pk}/edit/"

    world.a.membership.delete()

    assert [client.get(path).status_code for path in (edit, "/cms/")] == [404, 404]


def test_case_07_demoted_coordinator_has_lost_the_people_with_the_next_request(
    world, client
):
    client.force_login(world.a.coordinator)
    path = f"/cms/people/{world.a.organization.pk}/"
    before = client.get(path).status_code

    world.a.coordinator.memberships.update(role="contributor")

    assert (before, client.get(path).status_code) == (200, 404)


def test_case_07_editor_who_left_the_group_has_lost_the_desk(world, client):
    client.force_login(world.editor)
    before = client.get("/cms/screening/").status_code

    world.editor.groups.clear()

    assert (before, client.get("/cms/screening/").status_code) == (200, 404)


def test_case_07_deactivated_person_is_signed_out(world, client):
    client.force_login(world.a.contributor)

    User.objects.filter(pk=world.a.contributor.pk).update(is_active=False)

    assert client.get("/cms/")["Location"] == f"{SIGN_IN}?next=/cms/"


def test_case_06_suspended_group_is_signed_out_with_the_next_request(world, client):
    client.force_login(world.a.coordinator)
    before = client.get("/cms/").status_code

    lifecycle.suspend(
        organization=world.a.organization, reason="test", by=world.campaign
    )
    after = client.get("/cms/")
    lifecycle.restore(organization=world.a.organization, by=world.campaign)

    assert (before, after.status_code) == (200, 302)
    # The old session stays dead, though the group is back.
    assert client.get("/cms/").status_code == 302


def test_case_06_person_of_two_groups_keeps_the_other_one(world, client):
    both = world.a.contributor
    Membership.objects.create(user=both, organization=world.b.organization)
    lifecycle.suspend(
        organization=world.b.organization, reason="test", by=world.campaign
    )
    client.force_login(User.objects.get(pk=both.pk))

    own = client.get(f"/cms/pages/{world.a.events['draft'].pk}/edit/")
    suspended = client.get(f"/cms/pages/{world.b.events['draft'].pk}/edit/")

    assert (own.status_code, suspended.status_code) == (200, 404)


# --- Fields and ways that are not offered ---------------------------------------------

EXTRAS = {
    "live": "on",
    "status": "published",
    "is_example": "on",
    "featured": "1",
    "slug": "taken-over",
    "owner": "1",
    "show_in_menus": "on",
    "first_published_at": "2020-01-01 00:00",
    "go_live_at": "2020-01-01 00:00",
    "expire_at": "2099-01-01 00:00",
    "search_description": "found",
    "seo_title": "found",
    "locked": "on",
    "reviewed_by": "1",
}


def test_case_02_fields_that_the_form_does_not_show_are_ignored(world, client):
    event = world.a.events["draft"]
    client.force_login(world.a.contributor)
    path = f"/cms/pages/{event.pk}/edit/"
    values = form_values(client.get(path).text, EDIT_FORM)
    foreign = {
        "organization": world.b.organization.pk,
        "picture": world.b.picture.pk,
        "uid": str(world.b.events["public"].uid),
        "page_ptr": world.b.events["public"].pk,
        "path": world.b.events["public"].path,
    }

    response = client.post(
        path, values | EXTRAS | foreign | {"title": "Alpha anew", "action-publish": "1"}
    )

    assert response.status_code == 302
    event = EventPage.objects.get(pk=event.pk)
    draft = event.get_latest_revision_as_object()
    assert draft.title == "Alpha anew"
    for version in (event, draft):
        assert not version.live
        assert version.organization_id == world.a.organization.pk
        assert version.owner_id == world.a.contributor.pk
        assert version.picture_id is None
        assert version.uid == world.a.events["draft"].uid
        assert version.path == world.a.events["draft"].path
        assert not version.is_example
        assert not version.locked
        assert not version.show_in_menus
        assert version.slug == world.a.events["draft"].slug
        assert version.first_published_at is None
        assert version.go_live_at is None
        assert version.expire_at is None
        assert version.search_description == ""


def post_values(client, organization, **changes) -> dict:
    path = f"/cms/pages/add/events/eventpage/{organization.pk}/"
    values = form_values(client.get(path).text, EDIT_FORM)
    return values | {
        "title": "Posted by a test",
        "kind": "vigil",
        "starts_on": in_days(30).isoformat(),
        "city": "Bonn",
        "country": "DE",
        **changes,
    }


def test_case_02_new_action_takes_no_field_that_the_form_does_not_show(world, client):
    client.force_login(world.a.contributor)
    organization = world.a.organization
    values = post_values(client, organization)

    client.post(
        f"/cms/pages/add/events/eventpage/{organization.pk}/",
        values
        | EXTRAS
        | {"organization": world.b.organization.pk, "action-publish": "action-publish"},
    )

    event = EventPage.objects.get(title="Posted by a test")
    assert event.organization_id == organization.pk
    assert event.get_parent().pk == organization.pk
    assert not event.live
    assert not event.is_example
    assert event.owner_id == world.a.contributor.pk
    assert event.first_published_at is None
    assert event.go_live_at is None
    assert event.slug != "taken-over"


def test_case_02_parameters_in_the_address_change_nothing(world, client):
    client.force_login(world.a.contributor)
    event = world.a.events["draft"]
    before = everything()

    response = client.get(
        f"/cms/pages/{event.pk}/edit/?live=1&organization={world.b.organization.pk}"
        "&is_example=on&action-publish=1&status=published"
    )

    assert response.status_code == 200
    assert changed(before, everything()) == []


def test_case_02_key_of_another_groups_action_does_not_open_it(world, client):
    client.force_login(world.a.contributor)
    organization = world.a.organization
    theirs = world.b.events["public"]
    values = post_values(client, organization, uid=str(theirs.uid))

    response = client.post(
        f"/cms/pages/add/events/eventpage/{organization.pk}/",
        values | {"action-submit": "1"},
    )

    created = EventPage.objects.get(title="Posted by a test")
    assert response.status_code == 302
    assert str(theirs.pk) not in response["Location"]
    assert created.organization_id == organization.pk
    assert created.uid != theirs.uid
    assert EventPage.objects.get(pk=theirs.pk).title == theirs.title


def test_case_02_coordinator_changes_nothing_but_what_the_profile_form_shows(
    world, client
):
    organization = world.a.organization
    client.force_login(world.a.coordinator)
    path = f"/cms/pages/{organization.pk}/edit/"
    values = form_values(client.get(path).text, EDIT_FORM)

    client.post(
        path,
        values
        | EXTRAS
        | {"logo": world.b.picture.pk, "title": "Renamed", "action-publish": "1"},
    )

    row = OrganizationPage.objects.get(pk=organization.pk)
    assert row.title == organization.title  # public until an editor has looked
    assert row.slug == organization.slug
    assert not row.is_example
    assert row.logo_id is None
    draft = row.get_latest_revision_as_object()
    assert draft.logo_id is None
    assert draft.slug == organization.slug


# --- Case 3: no way past the editors --------------------------------------------------


def publishing_ways(event):
    task_state = event.current_workflow_task_state
    number = task_state.pk if task_state else 1
    base = f"/cms/pages/workflow/action/{event.pk}"
    return [
        (f"{base}/approve/{number}/", {"comment": "fine"}),
        (f"{base}/reject/{number}/", {"comment": "no"}),
        (f"/cms/pages/workflow/collect_action_data/{event.pk}/approve/{number}/", {}),
        (f"/cms/pages/workflow/confirm_cancellation/{event.pk}/", {}),
        (f"/cms/screening/{number}/", {"outcome": "approved", "revision": "1"}),
        (f"/cms/bulk/wagtailcore/page/publish/?id={event.pk}&next=/cms/", {}),
        (f"/cms/bulk/events/eventpage/publish/?id={event.pk}&next=/cms/", {}),
        (f"/cms/bulk/wagtailcore/page/delete/?id={event.pk}&next=/cms/", {}),
        (f"/cms/pages/{event.pk}/unpublish/", {}),
        (f"/cms/pages/{event.pk}/copy/", {"new_title": "x", "publish_copies": "on"}),
        (f"/cms/pages/{event.pk}/move/{event.get_parent().pk}/confirm/", {}),
        (f"/cms/pages/{event.pk}/privacy/", {"restriction_type": "none"}),
        (f"/cms/pages/{event.pk}/lock/", {}),
        (f"/cms/pages/{event.pk}/unlock/", {}),
        (
            f"/cms/pages/{event.pk}/revisions/{event.latest_revision_id}/revert/",
            {"action-publish": "1"},
        ),
        (
            f"/cms/pages/{event.pk}/revisions/{event.latest_revision_id}/unschedule/",
            {},
        ),
        (f"/cms/api/main/pages/{event.pk}/action/publish/", {}),
    ]


@pytest.mark.parametrize("state", ["draft", "waiting", "changes", "edited"])
def test_case_03_no_door_of_wagtail_publishes_for_a_member(world, client, state):
    event = world.a.events[state]
    client.force_login(world.a.coordinator)
    before = everything()

    answers = {
        path: client.post(path, fields).status_code
        for path, fields in publishing_ways(event)
    }

    assert set(answers.values()) == {404}
    assert changed(before, everything()) == []


@pytest.mark.parametrize("state", ["draft", "waiting", "changes", "edited"])
@pytest.mark.parametrize(
    "extra",
    [
        {"action-publish": "action-publish"},
        {"action-workflow-action": "1", "workflow-action-name": "approve"},
        {"action-cancel-workflow": "1"},
        {"action-restart-workflow": "1"},
        {"go_live_at": "2020-01-01 00:00", "action-publish": "1"},
        {"overwrite_revision_id": "1"},
    ],
    ids=lambda extra: next(iter(extra)),
)
def test_case_03_own_form_publishes_nothing(world, client, state, extra):
    event = world.a.events[state]
    public_before = Page.objects.filter(pk=event.pk).values("live", "title").get()
    client.force_login(world.a.contributor)
    path = f"/cms/pages/{event.pk}/edit/"
    values = form_values(client.get(path).text, EDIT_FORM)

    client.post(path, values | {"title": "Slipped through"} | extra)

    public = Page.objects.filter(pk=event.pk).values("live", "title").get()
    assert public["live"] == public_before["live"]
    if public["live"]:
        assert public["title"] == public_before["title"]
    assert not Occurrence.objects.filter(search_text__contains="slipped").exists()
    assert Decision.objects.filter(page_id=event.pk).count() == (
        0 if state in {"draft", "waiting"} else 1
    )


@pytest.mark.parametrize("role", ["editor", "campaign", "admin"])
def test_case_03_staff_publish_only_at_the_desk(world, client, role):
    event = world.b.events["waiting"]
    client.force_login(world.someone(role))
    client.raise_request_exception = False

    for path, fields in publishing_ways(event):
        if not path.startswith("/cms/screening/"):
            client.post(path, fields)
    client.post(f"/cms/pages/{event.pk}/edit/", {"action-publish": "1", "title": "x"})

    assert not EventPage.objects.get(pk=event.pk).live
    assert not Occurrence.objects.filter(event=event).exists()


# --- Case 10: what changes something wants POST ---------------------------------------


def changing_addresses(world) -> list[str]:
    a = world.a
    task_state = a.events["waiting"].current_workflow_task_state
    return [
        f"/cms/actions/{a.events['public'].pk}/call-off/",
        f"/cms/actions/{a.events['called_off'].pk}/reinstate/",
        f"/cms/actions/{a.events['public'].pk}/duplicate/",
        f"/cms/actions/{a.events['waiting'].pk}/take-back/",
        f"/cms/co-organizing/{a.co_organizer.pk}/?answer=accept",
        f"/cms/people/{a.organization.pk}/",
        f"/cms/people/{a.organization.pk}/remove/{a.membership.pk}/",
        f"/cms/people/{a.organization.pk}/withdraw/{a.invitation.pk}/",
        f"/cms/people/{a.organization.pk}/suspend/?reason=x",
        f"/cms/people/{a.organization.pk}/restore/",
        f"/cms/pages/{a.events['draft'].pk}/delete/",
        f"/cms/pages/{a.events['draft'].pk}/edit/?title=x",
        f"/cms/pages/{a.events['public'].pk}/unpublish/",
        f"/cms/pages/add/events/eventpage/{a.organization.pk}/?title=x",
        f"/cms/screening/{task_state.pk}/?outcome=approved"
        f"&revision={task_state.revision_id}",
        f"/cms/watchlist/{world.entry.pk}/retracted/?note=x",
        f"/cms/users/delete/{a.contributor.pk}/",
        "/cms/editing-sessions/release/1/",
        "/cms/logout/",
        "/en/account/logout/",
    ]


OVERRIDES = {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST", "HTTP_X_METHOD_OVERRIDE": "POST"}


@pytest.mark.parametrize("role", ["coordinator", "editor", "admin"])
def test_case_10_get_and_head_change_nothing(world, client, role):
    client.force_login(world.someone(role))
    before = everything()

    for path in changing_addresses(world):
        sign = "&" if "?" in path else "?"
        client.get(path)
        client.head(path)
        client.get(f"{path}{sign}_method=POST", **OVERRIDES)
        client.head(path, **OVERRIDES)

    assert changed(before, everything()) == []
    assert "_auth_user_id" in client.session  # nor did it sign anyone out


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_case_10_other_methods_change_nothing(world, client, method):
    client.force_login(world.a.coordinator)
    before = everything()

    for path in changing_addresses(world):
        getattr(client, method)(path, **OVERRIDES)

    assert changed(before, everything()) == []


def test_case_10_invitation_is_not_accepted_by_looking_at_it(world, client):
    before = everything()
    path = f"/en/invitations/{world.a.token}/"

    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert client.put(path).status_code == 405
    assert changed(before, everything()) == []


# --- Case 57: forms from elsewhere ----------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_X_CSRFTOKEN": "a" * 64},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_REFERER": "https://elsewhere.example/", "wsgi.url_scheme": "https"},
    ],
    ids=["no token", "made-up token", "foreign origin", "foreign referrer"],
)
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/json", "multipart/form-data; boundary=x"],
)
def test_case_57_post_without_own_token_is_refused(
    world, client, headers, content_type
):
    client.handler.enforce_csrf_checks = True
    client.force_login(world.a.coordinator)
    before = everything()

    statuses = {
        client.post(
            path, b"note=x&reason=x", content_type=content_type, **headers
        ).status_code
        for path in (
            f"/cms/actions/{world.a.events['public'].pk}/call-off/",
            f"/cms/people/{world.a.organization.pk}/remove/{world.a.membership.pk}/",
            "/en/account/logout/",
        )
    }

    assert statuses == {403}
    assert changed(before, everything()) == []


def test_case_09_editing_sessions_of_others_stay(world, client):
    event = world.b.events["draft"]
    theirs = EditingSession.objects.create(
        user=world.b.contributor,
        content_type=ContentType.objects.get_for_model(EventPage),
        object_id=str(event.pk),
        last_seen_at=event.latest_revision_created_at,
    )
    client.force_login(world.a.contributor)

    client.post(f"/cms/editing-sessions/release/{theirs.pk}/")

    assert EditingSession.objects.filter(pk=theirs.pk).exists()


def test_case_09_address_search_for_the_map_takes_any_words(world, client):
    client.force_login(world.a.contributor)

    statuses = [
        client.get("/cms/locate/", {"city": city, "country": country}).status_code
        for city, country in [
            ("Bonn", "DE"),
            ("\x00", "\x00"),
            ("x" * 5000, "DE"),
            ("'; --", "%"),
            ("", ""),
        ]
    ]

    assert statuses == [200] * 5


@pytest.mark.parametrize(
    ("latitude", "longitude", "status", "zone"),
    [
        ("50.73", "7.1", 200, "Europe/Berlin"),
        ("40", "-30", 200, ""),
        ("90", "180", 200, None),
        ("NaN", "7", 400, None),
        ("1e99", "7", 400, None),
        ("", "\x00", 400, None),
        ("x" * 5000, "7", 400, None),
    ],
)
def test_case_09_zone_of_a_pin_takes_any_numbers(
    world, client, latitude, longitude, status, zone
):
    client.force_login(world.a.contributor)

    response = client.post(
        "/cms/locate/zone/", {"latitude": latitude, "longitude": longitude}
    )

    assert response.status_code == status
    assert zone is None or response.json() == {"timezone": zone}


@pytest.mark.parametrize("street", ["", "Domplatz 1", "\x00", "x" * 5000])
def test_case_09_street_search_without_a_server_says_so(
    world, client, settings, street
):
    settings.NOMINATIM_URL = ""
    client.force_login(world.a.contributor)

    response = client.post("/cms/locate/address/", {"street": street, "country": "DE"})

    assert response.json() == {"is_offered": False, "result": None}


def test_case_30_picture_upload_of_another_kind_is_refused_in_the_form(world, client):
    client.force_login(world.a.contributor)
    organization = world.a.organization
    values = post_values(client, organization, picture_alt="A candle")
    values["picture_upload"] = picture_file("x.jpg", kind="GIF")

    response = client.post(
        f"/cms/pages/add/events/eventpage/{organization.pk}/", values
    )

    assert response.status_code == 200
    assert "JPEG, PNG or WebP" in response.text
    assert not EventPage.objects.filter(title="Posted by a test").exists()
