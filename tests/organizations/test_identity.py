"""The campaign's own name, logo and colour: what is refused, and where they show."""

import io

import pytest
from django.core import mail
from PIL import Image

from organizations import colors
from organizations.lifecycle import send_mail
from organizations.models import CampaignIdentity, Picture
from screening.seed import seed_screening
from tests.factories.people import make_campaign_coordinator
from tests.factories.world import picture_file

RED, PALE = "#9b1c31", "#e08a9a"


@pytest.mark.parametrize(
    ("light", "dark"),
    [
        (RED, ""),
        (RED, PALE),
        ("#000000", ""),
        ("#0000ff", ""),
        ("#6b6b00", "#ffff00"),
        ("#005f49", "#74d8b3"),
        ("#b3007a", ""),
    ],
)
def test_every_shade_can_be_read_on_its_ground(light, dark):
    found = colors.palette(light, dark)
    grounds = ((colors.LIGHT_PAGE, colors.LIGHT_GROUND), ("#0f1513", "#1b2521"))

    pairs = [(found.accent, found.deep), (found.on_accent, found.accent)]
    pairs += [("#f3f8f5", found.deep_raised), ("#b5cfc4", found.deep_raised)]
    for theme in (0, 1):
        primary = found.primary[theme]
        pairs += [(primary, ground) for ground in grounds[theme]]
        pairs += [(primary, found.primary_soft[theme])]
        pairs += [(found.on_primary[theme], primary)]
    assert [pair for pair in pairs if colors.contrast(*pair) < 4.5] == []


@pytest.fixture
def campaign(client, db):
    seed_screening()
    client.force_login(make_campaign_coordinator())
    form = client.get("/cms/settings/organizations/campaignidentity/").url
    return lambda values: client.post(form, values)


def picture(size) -> Picture:
    file = picture_file("logo.png", kind="PNG", size=size, color="red")
    return Picture.objects.create(title="Logo", file=file)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("color", "red", "Write the colour as #"),
        ("color", "#12345", "Write the colour as #"),
        ("color", PALE, "too pale to be read"),
        ("color_dark", RED, "too dark to be read"),
        ("color_dark", "#ffffff", "on light ground, too"),
        ("name", "***", "at least one word"),
        ("logo", (64, 64), "64 pixels high"),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field(campaign, field, value, says):
    if field == "logo":
        value = picture(value).pk

    response = campaign({"name": "Ours", field: value})

    errors = response.context["form"].errors
    said = "color" if value == "#ffffff" else field
    assert list(errors) == [said]
    assert says in errors[said][0]
    assert not CampaignIdentity.objects.exclude(name="").exists()


def test_what_is_suggested_is_taken(campaign):
    for color, ground in ((PALE, "#f1f4f0"), ("#ffd800", "#f1f4f0")):
        darker = colors.readable(color, ground, "#000000")
        assert campaign({"color": darker}).status_code == 302


def test_name_logo_and_colour_show_everywhere(
    campaign, client, django_capture_on_commit_callbacks
):
    values = {"name": "Say No", "color": RED.upper(), "logo": picture((200, 100)).pk}
    assert campaign(values).status_code == 302
    client.logout()

    page = client.get("/en/actions/").text
    style = client.get("/look.css")
    frame = client.get("/en/embed/actions/").text
    with Image.open(io.BytesIO(client.get("/en/share/site.png").content)) as image:
        drawn = {color for _count, color in image.convert("RGB").getcolors()}
    with django_capture_on_commit_callbacks(execute=True):
        send_mail(
            to="a@example.org",
            language="en",
            template="screening/mail/message",
            context={"title": "Vigil", "text": "Who?"},
        )

    assert "#ObjectWarCampaign" not in page
    assert '<meta property="og:site_name" content="Say No">' in page
    assert page.count('class="logo"') == 2
    assert "/look.css?v=" in page
    assert "/look.css?v=" in frame
    assert f"--color-primary:{RED};" in style.text
    deep = colors.palette(RED).deep
    assert {deep, "#fdfdfc", "#ff0000"} <= {f"#{bytes(c).hex()}" for c in drawn}
    assert "Say No" in mail.outbox[-1].body
    assert RED in mail.outbox[-1].alternatives[0][0]
    for feed in ("actions.ics", "actions.atom"):
        assert "Say No" in client.get(f"/en/feeds/{feed}").text
    assert "Say No" in client.get("/en/news/feed.atom").text


def test_site_without_them_keeps_its_own(client, db):
    assert client.get("/look.css").status_code == 404
    page = client.get("/en/actions/").text
    assert "#ObjectWarCampaign" in page
    assert "look.css" not in page
