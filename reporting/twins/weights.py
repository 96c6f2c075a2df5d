"""What each sign of two records being twins counts for (reporting.twins.signs).

Fitted to the labelled pairs for tuning (tests/twins): a logistic regression, the
squares of the weights held down (by one), none below nought but those of two languages
and of one organisation, which tells sisters more often than twins; signs, threshold and
what is enough were chosen by cross-validation on them, once over pairs drawn by lot and
once leaving out all pairs of one author.
"""

LIKELY = 0.55  # a chance from here on is told
START = -3.93
WEIGHTS = {
    "together": 2.59,
    "countries": 2.27,
    "elsewhere": 2.27,
    "numbers": 1.89,
    "apart": 1.86,
    "lasting": 1.4,
    "years": 1.19,
    "speaks": 1.11,
    "together_across": 0.79,
    "speaks_across": 0.71,
    "sectors": 0.55,
    "named": 0.49,
    "title_speaks_across": 0.49,
    "names": 0.43,
    "text": 0.38,
    "ended": 0.28,
    "editions": 0.23,
    "places": 0.07,
    "begun": 0.0,
    "begun_across": 0.0,
    "names_across": 0.0,
    "partners": 0.0,
    "programme": 0.0,
    "title": 0.0,
    "title_speaks": 0.0,
    "type": 0.0,
    "other_language": -0.75,
    "reporter": -2.13,
}
# One of these must be there so much: the same weeks in the same country are no reason
# alone, for very many activities share them.
ENOUGH = {
    "named": 0.5,
    "partners": 0.5,
    "title_speaks": 0.5,
    "places": 0.5,
    "speaks": 0.3,
    "text": 0.15,
    "names": 0.6,
    "numbers": 0.6,
}
