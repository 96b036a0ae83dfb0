import pytest

from screening.engine.addresses import parse_address
from screening.engine.handles import (
    Handle,
    handles_in_address,
    handles_in_field,
    handles_in_text,
    parse_listed,
)


@pytest.mark.parametrize(
    ("address", "platform", "name"),
    [
        ("https://t.me/s/Group_One/12", "telegram", "group_one"),
        ("tg://resolve?domain=group_one", "telegram", "group_one"),
        ("https://group-one.t.me", "telegram", "group-one"),
        ("https://m.facebook.com/pg/group.one/events", "facebook", "groupone"),
        ("https://www.facebook.com/pages/Group-One-77", "facebook", "group-one"),
        ("https://mobile.twitter.com/group_one/status/1", "x", "group_one"),
        ("https://x.com/intent/user?screen_name=group_one", "x", "group_one"),
        ("https://www.youtube.com/@group_one/videos", "youtube", "@group_one"[1:]),
        ("https://youtube.com/c/group_one", "youtube", "group_one"),
        ("https://vk.com/wall-77_5", "vk", "club77"),
        ("https://bsky.app/profile/group.bsky.social", "bluesky", "group"),
        ("https://instagram.com/stories/group_one/1", "instagram", "group_one"),
        ("https://social.example/@group", "fediverse", "group@social.example"),
        ("https://group.substack.com/p/x", "substack", "group"),
    ],
)
def test_handles_in_address_reads_each_platform(address, platform, name):
    found = list(handles_in_address(parse_address(address)))

    assert Handle(platform, name) in found


@pytest.mark.parametrize(
    "address",
    [
        "https://t.me/joinchat/AAAA",
        "https://t.me/+AAAA",
        "https://www.instagram.com/p/AAAA",
        "https://x.com/hashtag/group",
        "https://www.facebook.com/events/12",
        "https://www.youtube.com/watch?v=abc",
        "https://news.example/group",
    ],
)
def test_handles_in_address_leaves_pages_of_the_platform(address):
    assert list(handles_in_address(parse_address(address))) == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("Folgt uns: @Group_One!", Handle("", "group_one")),
        ("Auf Telegram @group_one", Handle("telegram", "group_one")),
        ("Insta: group.one, kommt", Handle("instagram", "group.one")),
        ("@group@social.example", Handle("fediverse", "group@social.example")),
    ],
)
def test_handles_in_text_finds_mentions(text, handle):
    assert handle in [mention.handle for mention in handles_in_text(text)]


@pytest.mark.parametrize(
    "text", ["group_one", "@group_one", "telegram: @group_one", "group_one (Telegram)"]
)
def test_handles_in_field_takes_platform_and_name_in_any_order(text):
    names = [mention.handle.name for mention in handles_in_field(text)]

    assert names == ["group_one"]


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("twitter:@Group", Handle("x", "group")),
        ("mastodon:@a@b.example", Handle("fediverse", "a@b.example")),
        ("https://t.me/group", Handle("telegram", "group")),
    ],
)
def test_parse_listed_reads_the_list(text, handle):
    assert parse_listed(text) == handle


@pytest.mark.parametrize(
    ("field", "text", "level"),
    [
        ("links", "https://t.me/falkenhornbund", "alert"),
        ("links", "https://instagram.com/falkenhornbund", "hint"),
        ("links", "https://t.me/falkenhornbund_fans", None),
        ("handles", "@FalkenhornBund", "alert"),
        ("handles", "@falkenhornbund2", "hint"),
        ("links", "https://www.facebook.com/falkenhorn", "alert"),
        ("description", "Telegram: @falkenhornbund", "alert"),
    ],
)
def test_screen_tells_platforms_apart(ask, field, text, level):
    assert ask(**{field: text}) == ([("falken", level)] if level else [])
