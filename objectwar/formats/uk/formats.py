"""Ukrainian: days without a nought, the year holds on to its “р.”."""

DATE_FORMAT = "j E Y\u202fр."
DATETIME_FORMAT = "j E Y\u202fр., H:i"
MONTH_DAY_FORMAT = "j E"
