"""What stands between words in a row, as the reader's language writes it.

``COMMA.join(words)``; the semicolon parts what holds commas of its own.
"""

from django.utils.functional import lazy
from django.utils.translation import pgettext_lazy

COMMA = pgettext_lazy("between list items", ", ")
TWO = pgettext_lazy("between two things", ", ")  # a document and a place in it
SEMICOLON = pgettext_lazy("between list items that hold commas", "; ")


def _joined(texts) -> str:
    return COMMA.join(str(text) for text in texts)


joined = lazy(_joined, str)  # said when it is read, of texts that may be lazy too
