"""Measures tiles of the map at 100,000 actions.

    python benches/bench_map.py

Every tile of Europe's zooms at every filter, made from the database; the same again
from what is stored; how large the largest is. Wall time in one process: on a busy
machine the ratio of both says more than either. `benches/crowd.py` says which database.
"""

import crowd

from events.quadkey import tile_range

FILTERS = (
    "",
    "country=DE",
    "kind=vigil",
    "attendance=in_person",
    "lang=ru",
    "access=step_free",
    "when=all",
    "when=weekend",
    "near=Berlin&radius=100",
    "q=asyl",
    "country=DE,FR&kind=vigil,talk&when=all",
)
# Whole world, Europe, Germany, Berlin, a street of it: (z, x, y).
TILES = ((0, 0, 0), (2, 2, 1), (4, 8, 5), (6, 34, 21), (10, 550, 335), (14, 8802, 5373))
REPEATS = 3
LIMITS = {"made": 25.0, "stored": 2.0, "octets": 8 * 1024}


def main() -> None:
    assert all(tile_range(*tile) for tile in TILES)
    crowd.fill()
    made, stored, sizes, slowest = [], [], [], []
    crowd.ask("/map/0/0/0.json", cold=True)  # imports and connections
    for query in FILTERS:
        for z, x, y in TILES:
            address = f"/map/{z}/{x}/{y}.json?{query}"
            for _repeat in range(REPEATS):
                milliseconds, response = crowd.ask(address, cold=True)
                made.append(milliseconds)
                stored.append(crowd.ask(address, cold=False)[0])
            slowest.append((milliseconds, address))
            sizes.append((len(response.content), address))
    for what, times in {"made": made, "stored": stored}.items():
        print(
            f"  {what:8} p50 {crowd.at(times, 0.5):7.2f}  p95 "
            f"{crowd.at(times, 0.95):7.2f} ms  (p95: at most {LIMITS[what]:.0f})"
        )
    size, address = max(sizes)
    print(f"  largest  {size:,} octets compressed (at most {LIMITS['octets']:,})")
    print(f"           {address}")
    print("  slowest")
    for milliseconds, address in sorted(slowest, reverse=True)[:5]:
        print(f"           {milliseconds:7.1f} ms  {address}")


if __name__ == "__main__":
    main()
