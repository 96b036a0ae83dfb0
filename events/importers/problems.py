"""Problems and notes of a reading in words, in the active language."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.fetching import FetchError

from .values import Problem

TEXTS = {f"fetch_{code}": text for code, text in FetchError.TEXTS.items()} | {
    # The file as a whole
    "empty": _("The file is empty."),
    "too_big": _("The file is too big: at most %(detail)s are read."),
    "not_a_calendar": _("This is no calendar file."),
    "web_page": _("This is a web page, not a calendar."),
    "unknown_format": _("This is neither a calendar (.ics) nor a table (.csv, .xlsx)."),
    "old_excel": _(
        "This is an old or encrypted Excel file. "
        "Please save it as .xlsx without a password, or as .csv."
    ),
    "unreadable_file": _("The file cannot be opened: %(detail)s"),
    "unfetchable": _("The address cannot be read: %(detail)s"),
    "limit_time": _("Reading took more than %(detail)s seconds and was stopped."),
    "limit_cpu": _(
        "Reading took more than %(detail)s seconds of computing and was stopped."
    ),
    "limit_memory": _(
        "Reading took more than %(detail)s MB of memory and was stopped."
    ),
    "reader_failed": _("The file cannot be read. We would like to see it."),
    "interrupted": _("Reading it was interrupted twice. The file is still here."),
    "no_event": _("There is no event in it."),
    "truncated": _("The file breaks off before its end: something may be missing."),
    "junk": _("Some lines are no calendar lines. How many, and the first: %(detail)s"),
    "cut_at_limit": _("Only %(detail)s of the events are read; the coming ones first."),
    # Events of a calendar
    "event_unreadable": _("This event cannot be read."),
    "event_cut_off": _("The file breaks off within this event: some of it is missing."),
    "start_missing": _("It has no start."),
    "start_unreadable": _("Its start cannot be read: %(detail)s"),
    "end_unreadable": _("Its end cannot be read: %(detail)s"),
    "end_before_start": _("Its end is before its start: %(detail)s"),
    "duration_unreadable": _("Its duration cannot be read: %(detail)s"),
    "recurrence_id_unreadable": _(
        "Which date of the series it changes cannot be read: %(detail)s"
    ),
    "date_unreadable": _("A date of the series cannot be read: %(detail)s"),
    "zone_unknown": _("The time zone “%(detail)s” is unknown: its times have none."),
    "rule_sub_daily": _(
        "It repeats more than once a day; only its first date is read."
    ),
    "rule_unreadable": _("How it repeats cannot be read: %(detail)s"),
    "rule_too_long": _("It repeats for too long a time; not all dates are read."),
    "series_cut": _("The series has more dates; %(detail)s are read."),
    # Rows of a table
    "no_header": _(
        "No row names the columns. One of the first rows must have “title” and “date”."
    ),
    "no_such_column": _("There is no column “%(detail)s”."),
    "too_many_rows": _("Only the first %(detail)s rows are read."),
    "too_many_columns": _("Only the first %(detail)s columns are read."),
    "bad_workbook": _("This .xlsx file is damaged or was made to do damage."),
    "workbook_bomb": _("This .xlsx file unpacks to too much."),
    "row_without_title": _("The title is missing."),
    "row_without_date": _("The date is missing."),
    "date_ambiguous": _(
        "%(detail)s may be two dates. Please write it as 2026-05-12, or say "
        "whether the day or the month comes first."
    ),
    "cell_date": _("“%(detail)s” is no date. Please write it as 2026-05-12."),
    "cell_time": _("“%(detail)s” is no time. Please write it as 18:30."),
    "cell_choice": _("“%(detail)s” is none of the possible words."),
    "cell_zone": _("“%(detail)s” is no time zone. Please write it as Europe/Berlin."),
    "cell_country": _(
        "“%(detail)s” is no country that we know. Please write its name or its code, "
        "as DE."
    ),
    "cell_address": _("“%(detail)s” is no web address."),
    "cell_number": _("“%(detail)s” is no number that is possible here."),
    "cell_formula": _("The cell has a formula without a result."),
    "cell_error": _("The cell has an error: %(detail)s"),
    "row_end_before_start": _(
        "The end is before the start. If it ends on another day, "
        "please fill in the last day."
    ),
    "row_end_without_start": _("There is an end but no start."),
    "row_double": _("Another row has the same key: row %(detail)s."),
    # Good to know
    "uid_missing": _("It has no UID: it is known by its title and date."),
    "version_replaced": _("The file has a newer version of it."),
    "double": _("The file has it twice."),
    "status_unknown": _("Its status “%(detail)s” is unknown."),
    "series_open_ended": _("The series has no end: it is read until %(detail)s."),
    "period_end": _("This date of the series lasts as long as the others: %(detail)s"),
    "other_component": _("Tasks and the like are left out: %(detail)s"),
    "encoding_guessed": _("The letters were read as %(detail)s."),
    "end_missing": _("Events or calendars without an end: %(detail)s"),
    "header_row": _("The columns are named in row %(detail)s."),
    "example_row": _("The template’s example is left out."),
    "second_header": _("This row names the columns again and is left out."),
    "unknown_columns": _("These columns are not read: %(detail)s"),
    "other_sheets": _("These sheets are not read: %(detail)s"),
}


def text_of(problem: Problem, *, with_uid: bool = False) -> str:
    """Return a problem as a line: where it is, and what it is.

    An event is known by its title and day; by its UID where it has no title, or where
    the line is for programs as well.
    """
    template = TEXTS.get(problem.code, TEXTS["event_unreadable"])
    sentence = str(template) % {"detail": problem.detail}
    place = []
    if problem.row:
        place.append(gettext("Row %(row)s") % {"row": problem.row})
    if problem.column:
        place.append(problem.column)
    if problem.title:
        place.append(gettext("“%(title)s”") % {"title": problem.title})
    if problem.day:
        place.append(problem.day)
    if problem.uid and (with_uid or not problem.title):
        place.append(f"({problem.uid})")
    return f"{' '.join(place)}: {sentence}" if place else sentence
