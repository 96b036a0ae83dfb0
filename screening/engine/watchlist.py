"""A watchlist made ready for searching: built once for a list version, then only read.

Names are found by pairs of words: a text has few pairs of neighbours that share short
keys with two words of one name, so that only those names are compared in full. A key
tolerates one kind of change each: vowels and script (`sound`), endings (`head`), a
typing error in either half (`tail`, `start`), a vowel that goes (`bones`).
"""

from collections.abc import Iterable, Iterator
from functools import partial

from rapidfuzz.distance import OSA

from .addresses import Address, covers, suffixes
from .entries import Entry, listed_addresses
from .handles import Handle
from .letters import fold, scripts_in
from .names import ACRONYM, STRONG, WEAK, ListedName
from .sounds import sounds
from .words import Keys, Word, WordBook, listed_keys_of

SHORTEST_JOINED = 5
SHORTEST_FUZZY = 8


class Watchlist:
    """The active entries of a list with everything that finds them.

    Building takes well under a second for a thousand names. A watchlist may be shared
    by threads: after building only its memory of words changes.
    """

    def __init__(self, entries: Iterable[Entry], version: str = "") -> None:
        self.version = version
        self.entries = [entry for entry in entries if entry.is_active]
        self.book = WordBook()
        self.names: list[ListedName] = []
        self._words: dict[tuple[str, str, bool], Word] = {}
        self._pairs: dict[int, int | tuple[int, ...]] = {}
        self._listed_keys: dict[Word, Keys] = {}
        self._known: set[int] = set()
        self._singles: dict[int, tuple[int, ...]] = {}
        self._cores: dict[int, tuple[int, ...]] = {}
        self._surnames: dict[int, tuple[int, ...]] = {}
        self._joined: dict[str, tuple[int, ...]] = {}
        self._heard: dict[str, tuple[int, ...]] = {}
        self._acronyms: dict[str, tuple[int, ...]] = {}
        self._hosts: dict[str, tuple[tuple[int, Address], ...]] = {}
        self._handles: dict[str, tuple[tuple[int, Handle], ...]] = {}
        for number, entry in enumerate(self.entries):
            self._add_names(number, entry)
            self._add_addresses(number, entry)
        self._beginnings = frozenset(spelling[:4] for spelling in self._joined)
        self._listed_keys.clear()
        self._near: dict[tuple[str, int], list[str]] = {}
        for spelling in self._joined:
            if len(spelling) >= SHORTEST_FUZZY:
                place = spelling[0], len(spelling)
                self._near.setdefault(place, []).append(spelling)

    # Building

    def _add_names(self, number: int, entry: Entry) -> None:
        is_person = entry.kind == "person"
        seen = set()
        weak_cores = set()
        listed = [(text, WEAK) for text in entry.weak_aliases]
        listed += [(text, STRONG) for text in (entry.name, *entry.strong_aliases)]
        names = []
        for text, strength in listed:
            make_word = partial(
                self._word, language=entry.language_of(text), is_person=is_person
            )
            name = ListedName(text, number, strength, make_word)
            if not name.words or name.key in seen:
                continue
            seen.add(name.key)
            names.append(name)
            if strength == WEAK:
                weak_cores.add(name.core)
        for name in names:
            name.core_is_weak = bool(name.kinds) and name.core in weak_cores
            self._index(name)
        for text in entry.acronyms:
            make_word = partial(
                self._word, language=entry.language_of(text), is_person=False
            )
            name = ListedName(text, number, ACRONYM, make_word)
            if not name.words:
                continue
            position = len(self.names)
            self.names.append(name)
            letters = "".join(word.base for word in name.words)
            for key in {letters, *_initials(letters)}:
                _put(self._acronyms, key, position)

    def _word(self, text: str, *, language: str, is_person: bool) -> Word:
        """Make a listed word, or give the one that another name has already."""
        key = (text, language, is_person)
        held = self._words.get(key)
        if held is None:
            held = self._words[key] = Word(
                text, language, listed=True, is_person=is_person
            )
        return held

    def _index(self, name: ListedName) -> None:
        position = len(self.names)
        self.names.append(name)
        for first, second in name.pairs:
            ours, theirs = self._keys_of(first), self._keys_of(second)
            self._known.update(*ours, *theirs)
            for key in pair_keys(ours, theirs):
                self._add_pair(key, position)
        significant = name.telling + name.kinds
        if len(name.telling) == 1:
            # A name of one telling word and kinds: its core alone is worth a hint.
            index = self._cores if name.kinds else self._singles
            for key in single_keys(name.telling[0]):
                _put(index, key, position)
        if name.is_person and len(name.telling) > 1:
            for key in single_keys(name.telling[-1]):
                _put(self._surnames, key, position)
        if len(name.core) == 1:
            _put(self._acronyms, name.core, position)
        for spelling in name.spellings():
            if len(spelling) >= SHORTEST_JOINED:
                _put(self._joined, spelling, position)
        if len(significant) > 1:
            script = significant[0].script
            lowered = "".join(w.lowered for w in name.words if w in significant)
            for key in sounds(lowered, script, name.words[0].language)[:2]:
                if len(key) >= SHORTEST_FUZZY:
                    _put(self._heard, key, position)

    def _keys_of(self, word: Word) -> Keys:
        held = self._listed_keys.get(word)
        if held is None:
            held = self._listed_keys[word] = listed_keys_of(word)
        return held

    def _add_pair(self, key: int, position: int) -> None:
        held = self._pairs.get(key)
        if held is None:
            self._pairs[key] = position
        elif isinstance(held, int):
            if held != position:
                self._pairs[key] = (held, position)
        elif held[-1] != position:
            self._pairs[key] = (*held, position)

    def _add_addresses(self, number: int, entry: Entry) -> None:
        addresses, handles = listed_addresses(entry)
        for address in addresses:
            _put(self._hosts, address.host, (number, address))
        for handle in handles:
            _put(self._handles, handle.name, (number, handle))

    # Searching

    def known(self, keys: Keys) -> Keys:
        """Leave those keys of a word that some listed word has too."""
        known = self._known
        return Keys(*(tuple(k for k in kind if k in known) for kind in keys))

    def with_pair(self, first: Keys, second: Keys) -> Iterator[int]:
        """Find names (as positions in `names`) that may hold both words."""
        pairs = self._pairs
        for key in pair_keys(first, second):
            held = pairs.get(key)
            if held is None:
                continue
            if isinstance(held, int):
                yield held
            else:
                yield from held

    def with_single(self, word: Word, *, cores: bool) -> Iterator[int]:
        """Find names that a single word may tell; `cores`: also without their kind."""
        for key in single_keys(word):
            yield from self._singles.get(key, ())
            if cores:
                yield from self._cores.get(key, ())

    def with_surname(self, word: Word) -> Iterator[int]:
        """Find persons by the last word of their name."""
        for key in single_keys(word):
            yield from self._surnames.get(key, ())

    def with_spelling(self, joined: str) -> tuple[int, ...]:
        """Find names that are spelt so when written as one word."""
        return self._joined.get(joined, ())

    def may_begin(self, joined: str) -> bool:
        """Say whether a name as one word may begin so (four letters)."""
        return joined[:4] in self._beginnings

    def with_sound(self, key: str) -> tuple[int, ...]:
        """Find names that sound so when written as one word."""
        return self._heard.get(key, ())

    def with_acronym(self, letters: str) -> tuple[int, ...]:
        """Find acronyms by folded letters."""
        return self._acronyms.get(letters, ())

    def near_spelling(self, joined: str) -> list[tuple[int, int]]:
        """Find names that are spelt nearly so as one word: (name, typing errors)."""
        if len(joined) < SHORTEST_FUZZY:
            return []
        allowed = 2 if len(joined) >= 14 else 1
        found = []
        for letters in range(len(joined) - allowed, len(joined) + allowed + 1):
            for spelling in self._near.get((joined[0], letters), ()):
                errors = OSA.distance(joined, spelling, score_cutoff=allowed)
                if 0 < errors <= allowed:
                    found += [(name, errors) for name in self._joined[spelling]]
        return found

    def with_address(self, address: Address) -> Iterator[tuple[int, Address]]:
        """Find entries (as positions) whose listed address covers the given one."""
        for host in suffixes(address.host):
            for number, listed in self._hosts.get(host, ()):
                if covers(listed, address):
                    yield number, listed

    def with_handle(self, handle: Handle) -> list[tuple[int, Handle]]:
        """Find entries with this name on any platform."""
        found = list(self._handles.get(handle.name, ()))
        if "." in handle.name and handle.platform != "facebook":
            # Facebook's dots mean nothing, so they are listed without.
            found += [
                (number, listed)
                for number, listed in self._handles.get(
                    handle.name.replace(".", ""), ()
                )
                if listed.platform == "facebook" and not handle.platform
            ]
        return found


def _put(index: dict, key: object, value: object) -> None:
    """Add a value under a key.

    In tuples, not in lists: the garbage collector passes over tuples of numbers, and a
    list of ten thousand names must not slow down the process that holds it.
    """
    index[key] = (*index.get(key, ()), value)


def pair_keys(first: Keys, second: Keys) -> Iterator[int]:
    """Give the keys of two words, the same in either order."""
    for ours, theirs in (
        (first.sound, second.sound),
        (first.head, second.head),
        (first.head, second.tail),
        (first.tail, second.head),
        (first.head, second.start),
        (first.start, second.head),
        (first.head, second.bones),
        (first.bones, second.head),
    ):
        for a in ours:
            for b in theirs:
                yield a + b


def single_keys(word: Word) -> Iterator[int]:
    """Give the keys of a word that stands for a whole name."""
    for base in list(word.bases)[:10]:
        yield hash("1" + base[:4])
        if len(base) >= 8:
            yield hash("3" + base[-6:])
            yield hash("4" + base[:3] + base[-3:])
    for key in dict.fromkeys(key[:5] for key in word.sounds[:12]):
        yield hash("2" + key)


def _initials(letters: str) -> Iterator[str]:
    """Write an acronym in Latin letters, where it has others."""
    scripts = scripts_in(letters)
    if scripts and scripts[0] != "latin":
        for key in sounds(letters, scripts[0])[:2]:
            if len(key) >= 3:
                yield "~" + key


def heard_initials(letters: str) -> Iterator[str]:
    """Give the keys under which an acronym of another script may be listed."""
    for script in scripts_in(letters)[:1]:
        for key in sounds(fold(letters), script)[:4]:
            if len(key) >= 3:
                yield "~" + key
