"""Italian: days without a nought, and no weekday before them."""

DATE_FORMAT = "j E Y"
DATETIME_FORMAT = "j E Y, H:i"
