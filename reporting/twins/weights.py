"""What each sign of two records being twins counts for (reporting.twins.signs).

Fitted to the half of the labelled pairs that is for tuning (tests/twins): a logistic
regression, the squares of the weights held down (by one), none but that of two
languages below nought; signs, threshold and what is enough were chosen by
cross-validation on that half. The other half had no part in it.
"""

LIKELY = 0.6  # a chance from here on is told
START = -4.46
WEIGHTS = {
    "together": 2.41,
    "named": 1.59,
    "together_across": 1.42,
    "countries": 1.41,
    "elsewhere": 1.41,
    "years": 1.07,
    "ended": 0.81,
    "sectors": 0.74,
    "text": 0.58,
    "title_speaks_across": 0.53,
    "editions": 0.32,
    "speaks": 0.31,
    "programme": 0.23,
    "title_speaks": 0.19,
    "type": 0.02,
    "begun": 0.0,
    "begun_across": 0.0,
    "names": 0.0,
    "names_across": 0.0,
    "partners": 0.0,
    "places": 0.0,
    "reporter": 0.0,
    "speaks_across": 0.0,
    "title": 0.0,
    "other_language": -0.57,
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
