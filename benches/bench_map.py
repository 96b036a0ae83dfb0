"""Measures tiles of the map at 100,000 actions.

    python benches/bench_map.py

Six tiles from the world to a street at every filter, made from the database; the same
again from what is stored; how large the largest is. `benches/crowd.py` says which
database.
"""

import crowd

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
    crowd.fill()
    crowd.measure_tally()
    made, stored, latest = [], [], {}
    crowd.ask("/map/0/0/0.json", cold=True)  # imports and connections
    for query in FILTERS:
        for z, x, y in TILES:
            address = f"/map/{z}/{x}/{y}.json?{query}"
            for _repeat in range(REPEATS):
                latest[address] = crowd.ask(address, cold=True)
                made.append(latest[address])
                stored.append(crowd.ask(address, cold=False))
    crowd.line("made", made, LIMITS["made"])
    crowd.line("stored", stored, LIMITS["stored"])
    size, address = max((len(answer.content), each) for each, answer in latest.items())
    print(f"  largest  {size:,} octets compressed (at most {LIMITS['octets']:,})")
    print(f"           {address}")
    crowd.print_slowest(latest)


if __name__ == "__main__":
    main()
