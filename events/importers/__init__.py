"""Calendars and tables that groups keep elsewhere: read, told, stored as drafts.

`worker.read_apart` reads a file in a process of its own, `base` compares what it says
with what is here and stores drafts. Why, and what is trusted: docs/decisions/0030.
"""
