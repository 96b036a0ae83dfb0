"""Tiles out of a PMTiles file: ours, and the operator's with streets.

The library's own reader reads the directories anew for each tile; here they are kept.
Format: PMTiles 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
"""

import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from pmtiles.tile import (
    Compression,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

WORLD_FILE = Path(__file__).parent / "data" / "basemap.pmtiles"
HEADER_LENGTH = 127
# A directory leads to another at most so often (specification, section 4).
DEPTH = 4
# A planet's file has some thousands of directories; one takes about half a megabyte.
KEPT_DIRECTORIES = 64


class TileFile:
    """A PMTiles file of vector tiles, open for as long as the process lives.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it is no PMTiles file of vector tiles that we can hand out.
    """

    def __init__(self, path: Path):
        self._descriptor = os.open(path, os.O_RDONLY)
        try:
            head = self._read(0, HEADER_LENGTH)
            self.header = deserialize_header(head)
        except Exception as error:
            os.close(self._descriptor)
            message = f"{path.name} is no PMTiles file"
            raise ValueError(message) from error
        if self.header["tile_type"] != TileType.MVT:
            message = f"{path.name} has no vector tiles"
            raise ValueError(message)
        if self.header["tile_compression"] not in {Compression.GZIP, Compression.NONE}:
            message = f"{path.name} is neither compressed by gzip nor plain"
            raise ValueError(message)
        self.is_gzipped = self.header["tile_compression"] == Compression.GZIP
        root = self._read(self.header["root_offset"], self.header["root_length"])
        size = os.fstat(self._descriptor).st_size
        self.version = hashlib.sha256(head + root + str(size).encode()).hexdigest()[:12]
        self._directory = lru_cache(KEPT_DIRECTORIES)(self._read_directory)

    @property
    def zooms(self) -> tuple[int, int]:
        return self.header["min_zoom"], self.header["max_zoom"]

    def has_place_for(self, zoom: int, x: int, y: int) -> bool:
        """Say whether such a tile can exist: within the file's zooms and the world."""
        least, most = self.zooms
        return least <= zoom <= most and 0 <= x < 2**zoom and 0 <= y < 2**zoom

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile as it is stored, or None where the file has none."""
        number = zxy_to_tileid(zoom, x, y)
        offset, length = self.header["root_offset"], self.header["root_length"]
        for _ in range(DEPTH):
            entry = find_tile(self._directory(offset, length), number)
            if entry is None:
                return None
            if entry.run_length:
                start = self.header["tile_data_offset"] + entry.offset
                return self._read(start, entry.length)
            offset = self.header["leaf_directory_offset"] + entry.offset
            length = entry.length
        return None

    def _read_directory(self, offset: int, length: int) -> list:
        return deserialize_directory(self._read(offset, length))

    def _read(self, offset: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, offset)


@cache
def _open(path: Path) -> TileFile:
    return TileFile(path)


def world() -> TileFile:
    """Return our own tiles: land, borders, waters and names."""
    return _open(WORLD_FILE)


def streets() -> TileFile | None:
    """Return the operator's street map, if there is one.

    Raises:
        OSError, ValueError: as `TileFile` does; `checks.py` says so at the start.
    """
    path = settings.MAP_STREETS_FILE
    return _open(Path(path)) if path else None
