"""Russian: the year holds on to its “г.”, a comma before the hour."""

DATE_FORMAT = "j E Y\u202fг."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y\u202fг., H:i"
MONTH_DAY_FORMAT = "j E"
