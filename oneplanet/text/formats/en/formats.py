"""How Django's own pages write days in English: as the portal does everywhere else."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
