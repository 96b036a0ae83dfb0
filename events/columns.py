"""Many rows as columns of bytes: which of them fit is one whole number, bit by bit.

Bit n of such a number says whether row n fits. "And" is `&`, "how many" is
`bit_count()`, a range of rows is a shift: a hundred thousand rows take microseconds.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, islice

_PLANE = 256
_PARTS = 32  # of an order
_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


class Column:
    """One value for each row, kept as its number among the distinct ones.

    Numbers are in the order of the values; each takes as many bytes as all need.
    """

    def __init__(self, values: Sequence):
        self.values = sorted(set(values))
        numbers = {value: number for number, value in enumerate(self.values)}
        # The last row first: that is how the digits of a number are written.
        codes = array("I", map(numbers.__getitem__, reversed(values)))
        if sys.byteorder == "little":
            codes.byteswap()
        size = max((len(self.values) - 1).bit_length() + 7, 8) // 8
        first = codes.itemsize - size
        self.planes = [  # the most significant bytes first
            codes.tobytes()[byte :: codes.itemsize]
            for byte in range(first, codes.itemsize)
        ]
        self._known: dict[int, int] = {}  # rows with a value that was asked for before

    def __getstate__(self):
        return self.__dict__ | {"_known": {}}

    def number_of(self, row: int) -> int:
        """Return which of `values` a row has."""
        number = 0
        for plane in self.planes:
            number = number * _PLANE + plane[-1 - row]
        return number

    def value_of(self, row: int):
        return self.values[self.number_of(row)]

    def having(self, value) -> int:
        """Return the rows with one value, and keep them for who asks again."""
        number = bisect_left(self.values, value)
        found = number < len(self.values) and self.values[number] == value
        return self._of_number(number) if found else 0

    def equal_to(self, wanted: Iterable) -> int:
        """Return the rows with one of these values."""
        numbers = {value: number for number, value in enumerate(self.values)}
        return self._of_numbers(sorted(numbers[v] for v in wanted if v in numbers))

    def where(self, fits: Callable) -> int:
        """Return the rows whose value fits."""
        return self._of_numbers([n for n, v in enumerate(self.values) if fits(v)])

    def between(self, least=None, most=None) -> int:
        """Return the rows from one value to another, both included; None is open."""
        first = 0 if least is None else bisect_left(self.values, least)
        last = len(self.values) if most is None else bisect_right(self.values, most)
        return self._of_numbers(range(first, last))

    def after(self, value) -> int:
        """Return the rows with a greater value."""
        first = bisect_right(self.values, value)
        return self._of_numbers(range(first, len(self.values)))

    def greatest(self, rows: int):
        """Return the greatest value among these rows, which are not none."""
        first, last = 0, len(self.values) - 1
        while first < last:
            middle = (first + last + 1) // 2
            if rows & self._of_numbers(range(middle, len(self.values))):
                first = middle
            else:
                last = middle - 1
        return self.values[first]

    def counts(self, rows: int) -> dict:
        """Return how many of these rows have each value, without those none has."""
        found = {}
        for number, value in enumerate(self.values):
            if count := (self._of_number(number) & rows).bit_count():
                found[value] = count
        return found

    def _of_number(self, number: int) -> int:
        if number not in self._known:
            self._known[number] = self._of_numbers([number])
        return self._known[number]

    def _of_numbers(self, numbers: Sequence[int], plane: int = 0) -> int:
        """Return the rows with one of these numbers, given in order."""
        if not numbers:
            return 0
        weight = _PLANE ** (len(self.planes) - 1 - plane)
        if weight == 1:
            return self._of_bytes(plane, bytes(n % _PLANE for n in numbers))
        whole, rows, start = [], 0, 0
        while start < len(numbers):
            high = numbers[start] // weight
            end = bisect_left(numbers, (high + 1) * weight, start)
            if end - start == weight:
                whole.append(high % _PLANE)
            else:
                rows |= self._of_bytes(plane, bytes([high % _PLANE])) & (
                    self._of_numbers(numbers[start:end], plane + 1)
                )
            start = end
        return rows | self._of_bytes(plane, bytes(whole))

    def _of_bytes(self, plane: int, wanted: bytes) -> int:
        table = bytearray(b"0" * _PLANE)
        for byte in wanted:
            table[byte] = ord("1")
        digits = self.planes[plane].translate(table)
        return int(digits, 2) if digits else 0


def flags(rows: int, number: int) -> bytes:
    """Return a byte for each of `number` rows: 1 for those that fit, 0 for others."""
    digits = format(rows, f"0{number}b")[::-1] if number else ""
    return digits.encode().translate(_FLAGS)


def rows_of(rows: int, first: int = 0) -> list[int]:
    """Return the numbers of the rows, each `first` more than its bit, in order."""
    number = rows.bit_length()
    return list(compress(range(first, first + number), flags(rows, number)))


def bits_of(numbers: Iterable[int], number: int) -> int:
    """Return given rows, out of `number`, as one whole number."""
    digits = bytearray(b"0" * number)
    for row in numbers:
        digits[number - 1 - row] = ord("1")
    return int(digits, 2) if digits else 0


class Order:
    """All rows in another order than their own, cut into parts.

    Parts are counted and skipped whole: the last page costs what the first one does.
    """

    def __init__(self, order: Sequence[int]):
        self.number = len(order)
        size = -(-self.number // _PARTS) or 1
        parts = [order[start : start + size] for start in range(0, self.number, size)]
        self.parts = [(array("I", part), bits_of(part, self.number)) for part in parts]

    def of(self, rows: int, start: int, end: int, *, backwards=False) -> list[int]:
        """Return these rows in this order, as far as a slice of them asks."""
        found, before = [], 0
        chosen = None
        for part, all_of_it in self.parts[::-1] if backwards else self.parts:
            inside = rows & all_of_it
            behind = before + inside.bit_count()
            if start < behind and before < end:
                chosen = chosen or flags(rows, self.number)
                ordered = _those(chosen, part[::-1] if backwards else part)
                found += islice(ordered, max(start - before, 0), end - before)
            if behind >= end:
                break
            before = behind
        return found

    def edges(self, rows: int) -> tuple[int, int]:
        """Return the first and the last of these rows, of which are some."""
        (first,), (last,) = self.of(rows, 0, 1), self.of(rows, 0, 1, backwards=True)
        return first, last


def _those(chosen: bytes, part: array) -> Iterator[int]:
    """Yield the rows of a part whose flag is set, in its order."""
    return compress(part, map(chosen.__getitem__, part))
