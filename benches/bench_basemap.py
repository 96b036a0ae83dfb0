"""The ground of the maps: how fast a tile is answered, and how large it is.

    python benches/bench_basemap.py

Prints p50 and p95 of our view over all tiles of a reader's way from Europe to a town,
of reading alone, and beside it the library's own reader, which keeps no directories.
"""

import gzip
import os
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "objectwar.settings.test")

import django  # noqa: E402 - needs the path above

django.setup()

from django.test import RequestFactory  # noqa: E402
from pmtiles.reader import MmapSource, Reader, all_tiles  # noqa: E402

from basemap import tiles, views  # noqa: E402

ROUNDS = 2_000


def measure(name, ask, places):
    """Print the milliseconds of one call; return their median."""
    taken = []
    for place in places:
        start = time.perf_counter()
        ask(*place)
        taken.append((time.perf_counter() - start) * 1000)
    parts = statistics.quantiles(taken, n=20)
    middle = statistics.median(taken)
    print(f"{name:<28} p50 {middle:7.3f} ms   p95 {parts[-1]:7.3f} ms")
    return middle


def main():
    world = tiles.world()
    with tiles.WORLD_FILE.open("rb") as file:
        source = MmapSource(file)
        sizes = {place: len(data) for place, data in all_tiles(source)}
        chance = random.Random(5)  # noqa: S311 - the same tiles in each run
        places = chance.choices(sorted(sizes), k=ROUNDS)
        request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})

        def view(zoom, x, y):
            return views.tile(request, "world", world.version, zoom, x, y)

        ours = measure("our view", view, places)
        measure("our reader", world.tile, places)
        theirs = measure("the library's reader", Reader(source).get, places[:400])
    print(f"the library's reader takes {theirs / ours:.0f} times as long as our view")
    print(f"file {tiles.WORLD_FILE.stat().st_size:,} bytes, {len(sizes)} tiles")
    for zoom in range(8):
        of_zoom = sorted(size for place, size in sizes.items() if place[0] == zoom)
        print(
            f"zoom {zoom}: {len(of_zoom):5} tiles, "
            f"middle {statistics.median(of_zoom):7.0f} bytes, largest {of_zoom[-1]:6}"
        )
    modules = sorted((ROOT / "static" / "js" / "map").glob("*.js"))
    print(f"modules {sum(map(size_of, modules)):,} bytes compressed")


def size_of(path):
    return len(gzip.compress(path.read_bytes()))


if __name__ == "__main__":
    main()
