"""The API's fields, parameters and OpenAPI description: one table, no second truth.

What stands in `ACTION`, `ORGANIZATION` and `PERIOD` is what an answer holds: a new
column or a new field of a feed does not appear by itself (SECURITY-CASES 47).
"""

from __future__ import annotations

from typing import Any

from .choices import AttendanceMode, EventKind, EventStatus

Schema = dict[str, Any]

TEXT = {"type": "string"}
YES_OR_NO = {"type": "boolean"}
NUMBER = {"type": "number"}
WHOLE = {"type": "integer", "minimum": 0}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
COUNTRY = {"type": "string", "pattern": "^[A-Z]{2}$"}


def unknown_or(schema: Schema, description: str = "") -> Schema:
    """Return a schema that also takes null: nobody said it."""
    schema = schema | {"type": [schema["type"], "null"]}
    return schema | ({"description": description} if description else {})


def said(schema: Schema, description: str) -> Schema:
    return schema | {"description": description}


def words(choices) -> Schema:
    return TEXT | {"enum": list(choices.values)}


def a_list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def thing(properties: dict[str, Schema]) -> Schema:
    """Return the schema of an object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def see(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


GROUP = {
    "name": TEXT,
    "slug": unknown_or(TEXT, "null: no member of the alliance, or not any more"),
    "url": unknown_or(ADDRESS),
}
ACTION = {
    "uid": said(TEXT, "the same for life, here and in every calendar"),
    "url": ADDRESS,
    "title": TEXT,
    "summary": TEXT,
    "description": said(TEXT, "plain text with line breaks"),
    "text_language": unknown_or(TEXT, "BCP 47, of title, summary and description"),
    "kind": words(EventKind),
    "kind_label": TEXT,
    "status": words(EventStatus),
    "status_note": TEXT,
    "starts_on": said(DAY, "by the clocks of the place"),
    "starts_at": unknown_or(MOMENT, "null: no hour is known, or it lasts all day"),
    "ends_on": unknown_or(DAY, "the last day, inclusive"),
    "ends_at": unknown_or(MOMENT, "exclusive"),
    "timezone": said(TEXT, "an IANA name"),
    "is_all_day": YES_OR_NO,
    "time_to_be_announced": YES_OR_NO,
    "attendance": words(AttendanceMode),
    "venue": TEXT,
    "street": TEXT,
    "postal_code": TEXT,
    "city": TEXT,
    "country": unknown_or(COUNTRY, "ISO 3166-1; null if it is online only"),
    "country_name": TEXT,
    "latitude": unknown_or(NUMBER, "degrees, WGS 84, as exact as the group wants"),
    "longitude": unknown_or(NUMBER),
    "location_precision": unknown_or(TEXT, "what the point is: exact, street, …"),
    "online_url": unknown_or(ADDRESS),
    "languages": said(a_list(TEXT), "spoken there, BCP 47"),
    "step_free": unknown_or(YES_OR_NO),
    "accessible_toilet": unknown_or(YES_OR_NO),
    "sign_language": unknown_or(YES_OR_NO),
    "captions": unknown_or(YES_OR_NO),
    "quiet_place": unknown_or(YES_OR_NO),
    "accessibility_notes": TEXT,
    "organizer": see("Group"),
    "co_organizers": a_list(see("Group")),
    "contact": TEXT,
    "registration_required": YES_OR_NO,
    "registration_url": unknown_or(ADDRESS),
    "website": unknown_or(ADDRESS),
    "period": unknown_or(TEXT, "the slug of an action period"),
    "is_example": said(YES_OR_NO, "made up to show how the site works"),
    "sequence": said(WHOLE, "rises with time, place and status"),
    "created_at": MOMENT,
    "changed_at": MOMENT,
}
ORGANIZATION = {
    "slug": TEXT,
    "url": ADDRESS,
    "name": TEXT,
    "short_name": TEXT,
    "country": COUNTRY,
    "country_name": TEXT,
    "website": unknown_or(ADDRESS),
    "description": said(TEXT, "plain text with line breaks"),
    "calendar_url": ADDRESS,
    "is_example": YES_OR_NO,
}
PERIOD = {
    "slug": TEXT,
    "url": ADDRESS,
    "name": TEXT,
    "anchor_day": DAY,
    "starts_on": DAY,
    "ends_on": said(DAY, "the last day, inclusive"),
    "closes_on": unknown_or(DAY, "the last day to send in actions"),
    "call": TEXT,
    "call_language": said(TEXT, "BCP 47"),
    "calendar_url": ADDRESS,
}
REMOVED = {"uid": TEXT, "removed_at": MOMENT}
PROBLEM = {
    "type": TEXT,
    "title": TEXT,
    "status": WHOLE,
    "detail": TEXT,
    "parameters": a_list(thing({"name": TEXT, "value": TEXT, "message": TEXT})),
}
NEXT = unknown_or(ADDRESS, "the next page; null on the last one")
SCHEMAS = {
    "Group": thing(GROUP),
    "Action": thing(ACTION),
    "Organization": thing(ORGANIZATION),
    "Period": thing(PERIOD),
    "Removed": thing(REMOVED),
    "Actions": thing(
        {
            "actions": a_list(see("Action")),
            "removed": said(
                a_list(see("Removed")), "filled on the first page with updated_since"
            ),
            "next": NEXT,
        }
    ),
    "Organizations": thing(
        {"organizations": a_list(see("Organization")), "next": NEXT}
    ),
    "Periods": thing({"periods": a_list(see("Period")), "next": NEXT}),
    "Index": {"type": "object", "additionalProperties": ADDRESS},
    "Problem": thing(PROBLEM),
}

LISTED = "Repeated, or separated by commas."
TEXTS = ("texts", TEXT, "The language of names and labels; English if not said.")
LIMIT = ("limit", {"type": "integer", "minimum": 1, "maximum": 500}, "How many.")
CURSOR = ("cursor", TEXT, "Where a page begins, as `next` gave it.")
# The site's own filter, and what only a program asks. (name, schema, what it means)
FILTER = [
    ("country", TEXT, f"ISO 3166-1 codes. {LISTED}"),
    ("city", TEXT, f"Towns. {LISTED}"),
    ("kind", TEXT, f"Kinds of action. {LISTED}"),
    ("org", TEXT, f"Slugs of organisations, co-organising ones included. {LISTED}"),
    ("period", TEXT, f"Slugs of action periods. {LISTED}"),
    ("attendance", TEXT, f"How to take part. {LISTED}"),
    ("lang", TEXT, f"Languages spoken there. {LISTED}"),
    ("when", TEXT, "upcoming, today, weekend, past or all, which is the default."),
    ("from", DAY, "Not over before this day."),
    ("to", DAY, "Not begun after this day."),
    ("q", TEXT, "Words."),
]
SINCE = (
    "updated_since",
    MOMENT,
    "Only what was new, changed or removed since, in the order of change.",
)
# (address, what it is, its schema, its parameters)
ADDRESSES = [
    ("/", "Where everything is", "Index", []),
    ("/actions/", "Actions", "Actions", [*FILTER, SINCE, TEXTS, LIMIT, CURSOR]),
    ("/actions/{id}/", "One action, by UID or slug", "Action", [TEXTS]),
    ("/organizations/", "Organisations", "Organizations", [TEXTS, LIMIT, CURSOR]),
    ("/organizations/{id}/", "One organisation", "Organization", [TEXTS]),
    ("/periods/", "Action periods", "Periods", [TEXTS, LIMIT, CURSOR]),
    ("/periods/{id}/", "One action period", "Period", [TEXTS]),
]


def openapi(*, title: str, base_url: str, documentation_url: str) -> Schema:
    """Return the description of the API (OpenAPI 3.1)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: actions",
            "version": "1",
            "description": "Everything public, to read. No key, no cookie, no account.",
        },
        "externalDocs": {"url": documentation_url},
        "servers": [{"url": base_url}],
        "paths": {path: {"get": _operation(*rest)} for path, *rest in ADDRESSES},
        "components": {"schemas": SCHEMAS},
    }


def _operation(summary: str, schema: str, parameters: list) -> Schema:
    described = [
        {"name": name, "in": "query", "schema": kind, "description": meaning}
        for name, kind, meaning in parameters
    ]
    if schema in {"Action", "Organization", "Period"}:
        described.insert(
            0, {"name": "id", "in": "path", "required": True, "schema": TEXT}
        )
    answers = {
        "200": _answer("As asked.", schema, "application/json"),
        "304": {"description": "What you have is what there is."},
        "400": _answer("Something in the address is wrong.", "Problem"),
        "404": _answer("There is no such thing, or it is not public.", "Problem"),
        "503": _answer("Please ask again later.", "Problem"),
    }
    return {
        "summary": summary,
        "operationId": "get" + schema,
        "parameters": described,
        "responses": answers,
    }


def _answer(description: str, schema: str, media_type="application/problem+json"):
    return {
        "description": description,
        "content": {media_type: {"schema": see(schema)}},
    }
