import pytest

from screening.engine.addresses import Address, covers, parse_address, unwrap


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("https://www.Example.ORG/a//b/?x=1#c", "example.org", ("a", "b")),
        ("hxxps://evil[.]example/x", "evil.example", ("x",)),
        ("//example.org:8080", "example.org", ()),
        ("example.org.", "example.org", ()),
        ("https://listed.example@real.example/", "real.example", ()),
        ("https://xn--mnchen-3ya.example", "münchen.example", ()),
        ("https://group.blogspot.co.uk/2020", "group.blogspot.com", ("2020",)),
        ("mailto:a@mail.example", "mail.example", ()),
    ],
)
def test_parse_address_takes_an_address_apart(text, host, path):
    address = parse_address(text)

    assert (address.host, address.path) == (host, path)


@pytest.mark.parametrize("text", ["", "word", "http://", "http://[::1", "a b", "@name"])
def test_parse_address_refuses_what_is_none(text):
    assert parse_address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://web.archive.org/web/2026*/http://inner.example/a",
        "https://archive.ph/2026/inner.example/a",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Finner.example%2Fa&h=x",
        "https://www.google.com/url?q=inner.example/a",
        "https://vk.com/away.php?to=http%3A%2F%2Finner.example%2Fa",
        "https://inner-example.translate.goog/a?_x_tr_sl=de",
        "https://www.google.com/amp/s/inner.example/a",
        "https://any.example/out?target=https://inner.example/a",
        "https://any.example/?u=https%3A%2F%2Fl.facebook.com%2F%3Fu%3Dhttps"
        "%253A%252F%252Finner.example%252Fa",
    ],
)
def test_unwrap_finds_the_address_inside(text):
    found = [address for address, is_inner in unwrap(text) if is_inner]

    assert Address("inner.example", ("a",), ()) in found


def test_unwrap_leaves_a_search_word_alone():
    found = [a.host for a, _ in unwrap("https://any.example/?q=inner.example")]

    assert found == ["any.example"]


@pytest.mark.parametrize(
    ("listed", "given", "expected"),
    [
        ("group.example", "https://group.example/x", True),
        ("group.example", "https://shop.group.example", True),
        ("group.example", "https://mygroup.example", False),
        ("group.example", "https://group.example.org", False),
        ("group.example", "info@group.example", True),
        ("host.example/ks", "https://host.example/ks/a", True),
        ("host.example/ks", "https://host.example/ksa", False),
        ("host.example/ks", "https://host.example/", False),
        ("host.example/ks", "info@host.example", False),
        ("host.example/p?id=7", "https://host.example/p?b=1&id=7", True),
        ("host.example/p?id=7", "https://host.example/p?id=8", False),
    ],
)
def test_covers_keeps_to_borders(listed, given, expected):
    assert covers(parse_address(listed), parse_address(given)) is expected


@pytest.mark.parametrize(
    ("field", "text", "level"),
    [
        ("links", "https://moor.example/ks/dates", "alert"),
        ("links", "https://moor.example/museum", None),
        ("description", "Mehr: bund-falkenhorn[.]example, am Abend", "alert"),
        ("contacts", "info@bund-falkenhorn.example", "alert"),
        ("links", "https://bund-fаlkenhorn.example", None),  # one letter is Cyrillic
    ],
)
def test_screen_finds_listed_addresses(ask, field, text, level):
    assert ask(**{field: text}) == ([("falken", level)] if level else [])
