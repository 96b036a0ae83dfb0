"""Measures the screening engine: building the index, screening one submission, memory.

    python benches/bench_screening.py

Made-up lists of 1,000 and 10,000 names in six languages; submissions with six names,
2,000 characters and five links, each read once by a fresh index, as a worker meets
them. Times are processor time, so that a busy machine does not count.
"""

import random
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from screening.engine import Entry, Submission, Watchlist, screen

SUBMISSIONS = 200
# Onsets, vowels and codas of syllables.
SOUNDS = {
    "de": (
        "b br d f fl g h k kl l m n r sch st t w z",
        "a e i o u au ei",
        "n r l rn lt ck ss",
    ),
    "en": (
        "b br c cr d f g gr h l m n r s st t w th",
        "a e i o u ea oo",
        "n r l sh ck nd ll",
    ),
    "pl": ("b br cz d dz g k kr l m n p r s sz t w z", "a e i o u y", "n r l c sk ń ż"),
    "ru": ("б бр в г гр д ж з к кр л м н п р с т х ч", "а е и о у я", "н р л в й ст к"),
    "uk": ("б бр в г гр д ж з к кр л м н п р с т х ч", "а е и о у і", "н р л в й ст к"),
    "el": ("β γ γρ δ θ κ λ μ ν π πρ ρ σ στ τ φ χ", "α ε η ι ο ου", "ν ρ λ ς κτ σ"),
}
ENDINGS = {
    "de": ["er", "en", "e"],
    "en": ["", "ing", "ed"],
    "pl": ["ny", "ski", "owa"],
    "ru": ["ный", "ская", "овая"],
    "uk": ["ний", "ська", "ова"],
    "el": ["ος", "η", "ικός"],
}
KINDS = {
    "de": ["Bund", "Bruderschaft", "Kreis"],
    "en": ["League", "Order", "Front"],
    "pl": ["Ruch", "Bractwo", "Liga"],
    "ru": ["Движение", "Союз", "Братство"],
    "uk": ["Рух", "Загін", "Братство"],
    "el": ["Κίνημα", "Τάγμα", "Ομάδα"],
}
TEXTS = {
    "de": "Wir treffen uns am Brunnen und lesen Briefe von Menschen die den "
    "Dienst verweigert haben danach gibt es Suppe Tee und Musik für alle im Viertel",
    "en": "We meet at the fountain and read letters of people who refused to serve "
    "afterwards there is soup tea and music for everyone from the neighborhood",
    "pl": "Spotykamy się przy fontannie i czytamy listy ludzi którzy odmówili służby "
    "potem będzie zupa herbata i muzyka dla wszystkich z okolicy",
    "ru": "Мы встречаемся у фонтана и читаем письма людей которые отказались служить "
    "потом будет суп чай и музыка для всех из нашего района",
    "uk": "Ми зустрічаємося біля фонтану і читаємо листи людей які відмовилися служити "
    "потім буде суп чай і музика для всіх з нашого району",
    "el": "Συναντιόμαστε στο συντριβάνι και διαβάζουμε γράμματα ανθρώπων που αρνήθηκαν "
    "να υπηρετήσουν μετά έχει σούπα τσάι και μουσική για όλους από τη γειτονιά",
}


def word(rng, language):
    """Make a word of two or three syllables."""
    onsets, vowels, codas = (sounds.split() for sounds in SOUNDS[language])
    syllables = [
        rng.choice(onsets) + rng.choice(vowels) for _ in range(rng.choice((2, 3)))
    ]
    return ("".join(syllables) + rng.choice(codas)).capitalize()


def make_vocabulary(rng):
    """Make the words that names and texts are drawn from."""
    return {
        language: (
            [word(rng, language) + rng.choice(ENDINGS[language]) for _ in range(700)],
            [word(rng, language) for _ in range(900)],
        )
        for language in SOUNDS
    }


def make_names(rng, vocabulary, count):
    """Make entries with one or two names each, `count` names together."""
    entries = []
    names = 0
    while names < count:
        language = rng.choice(list(SOUNDS))
        first, second = (rng.choice(words) for words in vocabulary[language])
        short = f"{first} {second}"
        shape = rng.random()
        if shape < 0.5:
            name, strong = f"{rng.choice(KINDS[language])} {short}", (short,)
        elif shape < 0.8:
            name, strong = short, ()
        else:
            name, strong = second + first.lower(), ()
        names += 1 + len(strong)
        entries.append(
            Entry(
                id=f"B{len(entries)}",
                name=name,
                strong_aliases=strong,
                language=language,
                countries=("DE",),
                websites=(f"b{len(entries)}.example",),
                handles=(f"telegram:b{len(entries)}",),
            )
        )
    return entries


def make_submission(rng, vocabulary):
    """Make a submission in one language, with names near those of the list."""
    language = rng.choice(list(SOUNDS))
    ordinary = TEXTS[language].split()
    firsts, seconds = vocabulary[language]
    words = []
    while sum(map(len, words)) + len(words) < 2_000:
        if rng.random() < 0.1:
            words.append(rng.choice(rng.choice([firsts, seconds])))
        elif rng.random() < 0.3:
            words.append(word(rng, language).lower())
        else:
            words.append(rng.choice(ordinary))
        if rng.random() < 0.1:
            words[-1] += rng.choice([",", "."])
    names = [f"{rng.choice(firsts)} {rng.choice(seconds)}" for _ in range(6)]
    return Submission(
        {
            "organiser": names[0],
            "co_organisers": names[1:4],
            "speakers": names[4:],
            "title": " ".join(words[:8]),
            "description": " ".join(words)[:2_000],
            "links": [
                f"https://site{rng.randrange(10**6)}.example/a/b?c=1" for _ in "12345"
            ],
        },
        "DE",
    )


def main():
    """Print a table: names, build, screening by quantile, memory."""
    print(
        f"{'names':>7} {'build s':>8} {'median ms':>10} {'p95 ms':>7} {'max ms':>7}"
        f" {'MB':>6}"
    )
    for count in (1_000, 10_000):
        rng = random.Random(count)  # noqa: S311 - a fixed sequence, no secret
        vocabulary = make_vocabulary(rng)
        entries = make_names(rng, vocabulary, count)
        submissions = [make_submission(rng, vocabulary) for _ in range(SUBMISSIONS)]
        started = time.process_time()
        watchlist = Watchlist(entries)
        build = time.process_time() - started
        times = []
        for submission in submissions:
            started = time.process_time()
            screen(submission, watchlist)
            times.append((time.process_time() - started) * 1000)
        tracemalloc.start()
        measured = Watchlist(entries)
        for submission in submissions[:50]:
            screen(submission, measured)
        memory = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"{count:>7,} {build:>8.2f} {statistics.median(times):>10.1f} {p95:>7.1f}"
            f" {max(times):>7.1f} {memory:>6.0f}"
        )


if __name__ == "__main__":
    main()
