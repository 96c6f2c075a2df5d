"""The words on the buttons and in the window of the editor of texts with marks, which
knows them in English only.
"""

import json

from django.utils.translation import pgettext_lazy

WORDS = {
    "paragraph": pgettext_lazy("editor", "Paragraph"),
    "Paragraph": pgettext_lazy("editor", "Paragraph"),
    "Heading 2": pgettext_lazy("editor", "Heading 2"),
    "Heading 3": pgettext_lazy("editor", "Heading 3"),
    "Heading 4": pgettext_lazy("editor", "Heading 4"),
    "heading 2": pgettext_lazy("editor", "Heading 2"),
    "heading 3": pgettext_lazy("editor", "Heading 3"),
    "heading 4": pgettext_lazy("editor", "Heading 4"),
    "unordered list": pgettext_lazy("editor", "unordered list"),
    "ordered list": pgettext_lazy("editor", "ordered list"),
    "blockquote": pgettext_lazy("editor", "quotation"),
    "bold": pgettext_lazy("editor", "bold"),
    "italic": pgettext_lazy("editor", "italic"),
    "insert link": pgettext_lazy("editor", "insert link"),
    "remove link": pgettext_lazy("editor", "remove link"),
    "undo": pgettext_lazy("editor", "undo"),
    "redo": pgettext_lazy("editor", "redo"),
    "Edit Link": pgettext_lazy("editor", "Link"),
    "URL": pgettext_lazy("editor", "Address"),
    "Title": pgettext_lazy("editor", "Title"),
    "Update": pgettext_lazy("editor", "Take over"),
    "Cancel": pgettext_lazy("editor", "Cancel"),
}


def for_the_script() -> str:
    """JSON of the editor's word → ours, in the language of the page."""
    return json.dumps({word: str(ours) for word, ours in WORDS.items()})
