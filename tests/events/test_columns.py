"""Columns of bytes: the same answers as asking each row."""

import random

import pytest

from events.columns import Column, Order, bits_of, rows_of

NUMBER = 3000


def rows_with(values, fits) -> list[int]:
    return [row for row, value in enumerate(values) if fits(value)]


@pytest.mark.parametrize("distinct", [1, 2, 256, 257, 3000])
def test_column_finds_the_rows_that_each_question_is_about(distinct):
    dice = random.Random(distinct)
    values = [dice.randrange(distinct) * 3 for _row in range(NUMBER)]
    column = Column(values)
    least, most = sorted(dice.sample(range(distinct * 3 + 1), 2))
    some = set(dice.sample(values, 40)) | {-1}

    assert rows_of(column.equal_to(some)) == rows_with(values, some.__contains__)
    one = values[7]
    assert rows_of(column.having(one)) == rows_with(values, one.__eq__)
    assert column.having(-1) == column.having(distinct * 3) == 0
    assert rows_of(column.between(least, most)) == rows_with(
        values, lambda value: least <= value <= most
    )
    assert rows_of(column.after(least)) == rows_with(values, lambda v: v > least)
    assert rows_of(column.where(lambda v: v % 2)) == rows_with(values, lambda v: v % 2)

    assert [column.value_of(row) for row in range(NUMBER)] == values

    rows = sorted(dice.sample(range(NUMBER), 500))
    chosen = [values[row] for row in rows]
    bits = bits_of(rows, NUMBER)
    assert column.counts(bits) == {v: chosen.count(v) for v in sorted(set(chosen))}
    assert column.greatest(bits) == max(chosen)
    assert column.greatest(bits_of(rows[:1], NUMBER)) == chosen[0]


def test_rows_come_in_any_order_that_names_them_once():
    order = random.Random(1).sample(range(NUMBER), NUMBER)
    some = random.Random(2).sample(range(NUMBER), 400)
    rows, expected = bits_of(some, NUMBER), [row for row in order if row in set(some)]
    known = Order(order)

    for start, end in [
        (0, 1),
        (0, 400),
        (20, 45),
        (390, 900),
        (400, 425),
        (3000, 9000),
    ]:
        assert known.of(rows, start, end) == expected[start:end]
        backwards = known.of(rows, start, end, backwards=True)
        assert backwards == expected[::-1][start:end]
    assert known.edges(rows) == (expected[0], expected[-1])


def test_no_rows_are_no_rows():
    column = Column([])

    assert column.equal_to(["a"]) == column.between() == column.after(1) == 0
    assert column.counts(0) == {}
    assert rows_of(bits_of([], 0)) == Order([]).of(0, 0, 25) == []
