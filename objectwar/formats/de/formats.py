"""German: a comma before the hour."""

DATETIME_FORMAT = "j. F Y, H:i"
