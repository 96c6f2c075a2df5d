"""What each sign of two records being twins counts for (reporting.twins.signs).

Fitted to the labelled pairs for tuning (tests/twins): a logistic regression, the
squares of the weights held down (by one), none but that of two languages below nought;
signs, threshold and what is enough were chosen by cross-validation on them, once over
pairs drawn by lot and once leaving out one programme at a time.
"""

LIKELY = 0.6  # a chance from here on is told
START = -3.73
WEIGHTS = {
    "together": 2.37,
    "lasting": 1.89,
    "numbers": 1.85,
    "years": 1.83,
    "countries": 1.57,
    "elsewhere": 1.57,
    "named": 1.04,
    "speaks": 0.8,
    "ended": 0.72,
    "sectors": 0.67,
    "together_across": 0.67,
    "title_speaks_across": 0.66,
    "speaks_across": 0.55,
    "editions": 0.52,
    "text": 0.33,
    "places": 0.21,
    "begun": 0.15,
    "begun_across": 0.07,
    "names": 0.04,
    "names_across": 0.0,
    "partners": 0.0,
    "programme": 0.0,
    "reporter": 0.0,
    "title": 0.0,
    "title_speaks": 0.0,
    "type": 0.0,
    "other_language": -0.66,
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
}
