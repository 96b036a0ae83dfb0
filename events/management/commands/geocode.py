"""Show which towns a name may mean, best first, without asking anybody."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from events.towns import find_towns
from organizations.countries import COUNTRY_CODES, country_name


class Command(BaseCommand):
    help = "Find a town by its name, in any language and with small mistakes."
    requires_system_checks = []  # it reads one file and needs no database

    def add_arguments(self, parser):
        parser.add_argument(
            "query",
            nargs="+",
            metavar="QUERY",
            help='a name, "97070 Würzburg", "Paris, Texas"',
        )
        parser.add_argument(
            "--country",
            default="",
            metavar="CC",
            help="prefer this country (two letters, such as DE)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        country = options["country"].strip().upper()
        if country and country not in COUNTRY_CODES:
            raise CommandError("Please give the country's two letters, such as DE.")
        towns = find_towns(" ".join(options["query"]), country)
        if options["json"]:
            results = {"results": [asdict(town) for town in towns]}
            self.stdout.write(json.dumps(results, ensure_ascii=False))
        elif towns:
            self._write_table(towns)
        else:
            self.stdout.write("No town of this name is known.")

    def _write_table(self, towns):
        rows = [
            (
                town.name,
                town.region,
                country_name(town.country),
                f"{town.population:,}",
                f"{town.latitude:.4f}",
                f"{town.longitude:.4f}",
                town.timezone,
            )
            for town in towns
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [
                cell.rjust(width) if number in {3, 4, 5} else cell.ljust(width)
                for number, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.stdout.write("  ".join(cells).rstrip())
