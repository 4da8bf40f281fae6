"""French: a day and an hour are joined by “à”."""

DATETIME_FORMAT = "j F Y à H:i"
