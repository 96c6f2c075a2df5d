"""The analyser of the six languages: what texts are indexed under, what a query asks.

One for all of them, by script: a text may mix them, and a visitor may search in any.
Record 27 says why it is as it is.
"""

from oneplanet.text.analysis.documents import Term, terms
from oneplanet.text.analysis.gathering import gather
from oneplanet.text.analysis.highlights import Window, best_window
from oneplanet.text.analysis.queries import Query, Word, parse, words

# Raised with any change of what terms come out: an index made by another is rebuilt.
ANALYSER_VERSION = 5

__all__ = [
    "ANALYSER_VERSION",
    "Query",
    "Term",
    "Window",
    "Word",
    "best_window",
    "gather",
    "parse",
    "terms",
    "words",
]
