import json

import pytest

from screening.engine import (
    ENGINE_VERSION,
    Entry,
    Note,
    Report,
    Submission,
    Watchlist,
    screen,
)

ALERT, HINT = "alert", "hint"


@pytest.mark.parametrize(
    ("written", "method"),
    [
        ("Bund Falkenhorn", "equal"),
        ("bund falkenhorn e.V.", "equal"),
        ("Falkenhorn, Bund", "word_order"),
        ("Bünd Fálkenhorn", "diacritics"),
        ("Bund Fаlkеnhоrn", "homoglyph"),  # three of the letters are Cyrillic
        ("8und F4lk3nh0rn", "leet"),
        ("B u n d  F a l k e n h o r n", "spacing"),
        ("Bund F.a.l.k.e.n.h.o.r.n", "spacing"),
        ("BundFalkenhorn", "equal"),
        ("bundfalkenhorn", "spacing"),
        ("Bund Falken horn", "spacing"),
        ("Bund Falken\u200bhorn", "equal"),
        ("𝔅𝔲𝔫𝔡 𝔉𝔞𝔩𝔨𝔢𝔫𝔥𝔬𝔯𝔫", "equal"),
        ("Bund Falkenhron", "typo"),
        ("Falkenhornbnud", "typo"),
        ("Бунд Фалькенхорн", "transliteration"),
        ("ბუნდ ფალკენჰორნ", "transliteration"),
        ("Bundes Falkenhorn", "inflected"),
    ],
)
def test_screen_alerts_to_a_name_in_every_spelling(best, written, method):
    match = best(organiser=written)

    assert (match.entry_id, match.level) == ("falken", ALERT)
    assert match.evidence[0].method == method


@pytest.mark.parametrize(
    "romanised",
    [
        "Kamennaya Zastava",
        "Kamennaja Sastawa",
        "Kamiennaja Zastawa",
        "Kamennaïa Zastava",
        "KAMENNAYA ZASTAVA",
        "Dvizhenie Kamennaya Zastava",
    ],
)
def test_screen_alerts_to_every_romanisation(ask, romanised):
    assert ask(co_organisers=["Club", romanised]) == [("zastava", ALERT)]


@pytest.mark.parametrize(
    "text",
    [
        "Вечер с «Каменной Заставой» и чаем.",
        "Письмо Каменной заставе не отправлено.",
        "Наши друзья #КаменнаяЗастава придут.",
        "Kundgebung gegen Kamennaja Sastawa am Abend",
    ],
)
def test_screen_alerts_to_a_name_in_running_text(ask, text):
    assert ask(description=text) == [("zastava", ALERT)]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("organiser", "Falkner-Bund Hornberg"),
        ("organiser", "Gesangverein Falkenhorn"),
        ("organiser", "Iron Kettle"),
        ("organiser", "Каменная Роза"),
        ("description", "Wir wandern zum Falkenhorn."),
        ("description", "Der Redner war beim Bund. Falkenhorn ist ein Berg."),
        ("description", "A lantern of iron. Iron, lantern, rope."),
        ("description", "Iron the shirts, then light the lantern."),
        ("description", "BFH is the name of our school."),
        ("speakers", "Савелий Дорожкин"),
        ("speakers", "Савелия Дорожинская"),
        ("organiser", "Sleeping Harrow"),
    ],
)
def test_screen_finds_nothing_in_what_only_looks_alike(ask, field, text):
    assert ask(**{field: text}) == []


@pytest.mark.parametrize(
    ("field", "text", "entry"),
    [
        ("organiser", "Falkenhorn", "falken"),  # a weak alias as the whole name
        ("organiser", "B.F.H.", "falken"),
        ("organiser", "Iron Lantern Bakery", "lantern"),
        ("description", "Meet at the Iron Lantern Inn.", "lantern"),
        ("description", "Ясный рассвет над озером.", "bell"),
        ("organiser", "Pacific Meridian Alliance", "meridian"),
        ("organiser", "Meridian Walkers Alliance", "meridian"),
        ("organiser", "Рясный рассвет", "bell"),  # nobody mistypes a first letter
        ("organiser", "Quiet Anvil", "note"),
        ("speakers", "С. Дорожинский", "person"),
    ],
)
def test_screen_only_hints_where_much_speaks_against(ask, field, text, entry):
    assert ask(**{field: text}) == [(entry, HINT)]


@pytest.mark.parametrize(
    "name",
    [
        "Савелий Дорожинский",
        "Дорожинский, Савелий",
        "Dr. Saweli Doroschinski",
        "Savely Dorozhinsky (author)",
    ],
)
def test_screen_alerts_to_a_person_by_every_part_of_the_name(ask, name):
    assert ask(speakers=[name]) == [("person", ALERT)]


def test_screen_alerts_to_two_weak_signs_of_one_group(ask):
    assert ask(organiser="Falkenhorn", description="Flugblatt der BFH") == [
        ("falken", ALERT)
    ]


def test_part_of_a_name_is_no_second_sign_beside_the_whole():
    entry = Entry(id="lantern", name="Iron Lantern", weak_aliases=("Lantern",))
    fields = {"organiser": "Iron Lantern", "title": "Iron Lantern sings"}
    (match,) = screen(Submission(fields), Watchlist([entry])).matches

    assert [evidence.raw for evidence in match.evidence] == ["Iron Lantern"] * 2


def test_screen_reads_a_field_that_it_does_not_know(ask):
    assert ask(slogan="Mit dem Bund Falkenhorn!") == [("falken", ALERT)]


def test_evidence_points_into_the_raw_text(best):
    text = "Musik:\u200b «Ка\u00adменной  Заставы» 🎵"

    (evidence,) = best(description=text).evidence

    assert text[evidence.start : evidence.end] == "Ка\u00adменной  Заставы"
    assert evidence.raw == "Ка\u00adменной  Заставы"
    assert evidence.tricks == ("invisible",)
    assert evidence.listed == "Каменная Застава"


def test_evidence_says_what_speaks_against(best):
    match = best("FR", description="Wir stehen gegen den Bund Falkenhorn.")

    assert match.evidence[0].against == (Note("mention", {"raw": "gegen"}),)
    assert match.against == (Note("other_country", {"country": "FR", "listed": "DE"}),)


def test_report_names_list_and_engine_where_nothing_is_found(watchlist):
    report = screen(Submission({"title": "Tea and letters"}), watchlist)

    assert report == Report((), "7", ENGINE_VERSION)


def test_report_is_the_same_after_storing(watchlist):
    fields = {"organiser": "Bund Fаlkenhorn", "links": ["https://t.me/falkenhornbund"]}
    report = screen(Submission(fields, "FR"), watchlist)

    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_matches_come_alerts_first_then_by_number_of_places(watchlist):
    fields = {
        "organiser": "Iron Lantern",
        "title": "Bund Falkenhorn",
        "description": "Der Falkenhornbund singt.",
        "speakers": ["С. Дорожинский"],
    }

    report = screen(Submission(fields), watchlist)

    assert [match.entry_id for match in report.matches] == [
        "falken",
        "lantern",
        "person",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\u0301" * 50_000,
        "\u0301\u0316" * 25_000,
        "\ud800" * 50_000,
        "\x00" * 50_000,
        "a" * 50_000,
        "a " * 25_000,
        "l'" * 25_000,
        "a1!$" * 12_000,
        "http://" * 7_000,
        "a@b." * 12_000,
        "[.]" * 16_000,
        "Ab" * 25_000,
    ],
    ids=lambda text: repr(text[:4]),
)
@pytest.mark.parametrize("field", ["organiser", "description", "links", "handles"])
def test_screen_reads_what_nobody_writes(ask, field, text):
    assert ask(**{field: text}) == []


def test_screen_finds_a_name_among_50_000_characters(ask):
    text = "сегодня вечером у реки " * 2_200 + "поёт Каменная Застава"

    assert ask(description=text) == [("zastava", ALERT)]


def test_screen_stays_short_where_a_name_is_repeated(best):
    match = best(description="Bund Falkenhorn! " * 3_000)

    assert len(match.evidence) == 6


def test_screen_says_what_it_did_not_read(watchlist):
    report = screen(Submission({"description": "a " * 150_000}), watchlist)

    assert report.unread == (
        Note("cut", {"field": "description", "characters": "200000"}),
    )


def test_screen_finds_an_address_among_500_links(ask):
    links = [f"https://falkenhorn{n}.example/" for n in range(500)]

    assert ask(links=[*links, "https://bund-falkenhorn.example"]) == [("falken", ALERT)]


def test_evidence_can_be_stored_where_the_text_could_not(best):
    evidence = best(organiser="Bund\ud800\x00Falkenhorn").evidence[0]

    assert evidence.raw == "Bund\ufffd\ufffdFalkenhorn"


@pytest.mark.parametrize(
    "name", ["X", "«»", "\u0301", "\ud800", "<b>X</b>", "The Of And", "A" * 5_000]
)
def test_watchlist_holds_any_name(name):
    watchlist = Watchlist([Entry(id="odd", name=name)])

    report = screen(Submission({"description": "X marks the spot."}), watchlist)

    assert report.matches == ()


def test_watchlist_holds_a_thousand_aliases():
    aliases = tuple(f"Stern{n} Wagen{n}" for n in range(1_000))
    watchlist = Watchlist([Entry(id="many", name="Viele", strong_aliases=aliases)])

    report = screen(Submission({"organiser": "Stern812 Wagen812"}), watchlist)

    assert [match.entry_id for match in report.matches] == ["many"]
