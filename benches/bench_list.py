"""Measures the page of the list, with filters and counts, at 100,000 actions.

    python benches/bench_list.py

Time of the page at every filter with nothing stored, and again with what is; how many
queries it takes, at 1,000 actions and at all of them. `benches/crowd.py` says which
database.
"""

import crowd

PATH = "/en/actions/"
FILTERS = (
    "",
    "country=DE",
    "kind=vigil",
    "lang=ru",
    "when=all",
    "when=past",
    "near=Berlin&radius=100",
    "bounds=5,47,15,55",
    "access=step_free",
    "q=asyl",
    "q=свеча",
    "q=nothing-is-called-so",
    "page=500",
)
FEW = 1000
REPEATS = 3
MOST_MILLISECONDS, MOST_QUERIES = 80, 12


def count_queries() -> dict[str, int]:
    return {query: crowd.queries_of(f"{PATH}?{query}") for query in FILTERS[:-1]}


def main() -> None:
    crowd.fill(FEW)
    crowd.ask(PATH, cold=True)  # templates and connections
    few = count_queries()
    crowd.fill()
    crowd.measure_tally()
    many = count_queries()
    print(f"  queries  at most {max(many.values())} (at most {MOST_QUERIES})")
    grown = {query: (few[query], n) for query, n in many.items() if n > few[query]}
    print(f"           more than at {FEW:,} actions: {grown or 'nowhere'}")
    made, stored, latest = [], [], {}
    for query in FILTERS:
        address = f"{PATH}?{query}"
        for _repeat in range(REPEATS):
            latest[address] = crowd.ask(address, cold=True)
            made.append(latest[address])
            stored.append(crowd.ask(address, cold=False))
    crowd.line("made", made, MOST_MILLISECONDS)
    crowd.line("stored", stored, MOST_MILLISECONDS)
    crowd.print_slowest(latest)


if __name__ == "__main__":
    main()
