"""An organisation as its people see it before all do."""

from tests.factories.people import make_coordinator, make_organization


def test_preview_shows_the_public_page(client, db):
    organization = make_organization("Harbour Lights", country="DE")
    client.force_login(make_coordinator(organization))

    preview = client.get(f"/cms/pages/{organization.pk}/view_draft/")

    assert preview.status_code == 200
    assert "Harbour Lights</h1>" in preview.text
    assert "Germany" in preview.text
