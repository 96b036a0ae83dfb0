"""Reading vector tiles (Mapbox Vector Tile 2.1), as far as tests need it."""

import struct


def fields(data: bytes):
    """Yield (number, value) of a protocol buffer; a value is an integer or bytes."""
    at = 0
    while at < len(data):
        key, at = number_at(data, at)
        kind = key & 7
        if kind == 0:
            value, at = number_at(data, at)
        else:
            length, at = (
                number_at(data, at) if kind == 2 else (8 if kind == 1 else 4, at)
            )
            value, at = data[at : at + length], at + length
        yield key >> 3, value


def number_at(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def numbers(data: bytes) -> list[int]:
    at, result = 0, []
    while at < len(data):
        value, at = number_at(data, at)
        result.append(value)
    return result


def read_tile(data: bytes, only: str) -> list[tuple[dict, list]]:
    """Return (tags, paths of (x, y) between 0 and 1) of each feature of a layer."""
    for _, layer in fields(data):
        parts = list(fields(layer))
        if next(value for field, value in parts if field == 1) != only.encode():
            continue
        extent = next((value for field, value in parts if field == 5), 4096)
        keys = [value.decode() for field, value in parts if field == 3]
        values = [read_value(value) for field, value in parts if field == 4]
        return [
            read_feature(dict(fields(value)), keys, values, extent)
            for field, value in parts
            if field == 2
        ]
    return []


def read_value(data: bytes) -> str | int | float:
    ((field, value),) = fields(data)
    if field == 1:
        return value.decode()
    if field == 3:
        return struct.unpack("<d", value)[0]
    return value


def read_feature(feature: dict, keys: list, values: list, extent: int) -> tuple:
    pairs = numbers(feature.get(2, b""))
    tags = {
        keys[key]: values[value]
        for key, value in zip(pairs[::2], pairs[1::2], strict=True)
    }
    commands, paths, x, y = iter(numbers(feature[4])), [], 0, 0
    for command in commands:
        if command & 7 == 7:
            paths[-1].append(paths[-1][0])
            continue
        for _ in range(command >> 3):
            x, y = (was + unzigzag(next(commands)) for was in (x, y))
            if command & 7 == 1:
                paths.append([])
            paths[-1].append((x / extent, y / extent))
    return tags, paths


def unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
