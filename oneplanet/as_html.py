"""Text as HTML, for what is drawn by functions because a page holds it by the dozen."""

from html import escape


def as_html(text) -> str:
    """What is HTML already stays as it is. Django's ``conditional_escape`` asks besides
    whether a text is still to be translated, which is too much for what a page of
    results does eight hundred times."""
    if type(text) is str:
        return escape(text)
    return text.__html__() if hasattr(text, "__html__") else escape(str(text))
