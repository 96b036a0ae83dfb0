"""What changed in a text, word by word. Pure."""

import difflib
import re

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
MOST_WORDS = 4000  # longer texts are shown whole: comparing takes quadratic time


def differences(before: str, after: str) -> tuple[list, list]:
    """Return both texts in pieces (text, is_changed), unchanged words shared."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [(before, True)], [(after, True)]
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        _add(left, "".join(old[a:b]), kind != "equal")
        _add(right, "".join(new[c:d]), kind != "equal")
    return left, right


def _add(pieces: list, text: str, is_changed: bool) -> None:
    if text:
        pieces.append((text, is_changed))
