"""What a person typed into a form that was not taken, as the page shows it again.

A view may say it in its form's words by an attribute ``in_words(data)`` which gives
(label, texts) pairs; other forms are shown by the names of their fields.
"""

from oneplanet.text.fields import readable

SECRETS = ("password", "csrfmiddlewaretoken", "code", "credential")
# Sent along, but nobody typed them.
UNSEEN = ("once", "counter", "turn", "base", "next", "sure", "person", "made_for")


def typed_fields(request) -> list[dict]:
    """Each text posted, with the name of its field, secrets left out."""
    return [
        {"name": name, "text": readable(text)}
        for name, texts in request.POST.lists()
        for text in texts
        if not is_secret(name)
    ]


def whole_number(text: str) -> int:
    """A key or number that a form sends along; 0 where it is none, or longer than any
    of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def is_secret(name) -> bool:
    return any(secret in name for secret in SECRETS)


def typed_answers(request) -> list[tuple]:
    """(question, texts) of what was typed; empty where nothing was, or by a stranger.

    A page of somebody else's could post a text of its own and have it shown as ours:
    browsers send it without the session cookie and name where it comes from.
    """
    if not request.POST or not is_from_our_page(request):
        return []
    return answers_to(getattr(request.resolver_match, "func", None), request.POST)


def answers_to(view, data) -> list[tuple]:
    """(question, texts) of what was sent to a view."""
    if in_words := getattr(view, "in_words", None):
        return in_words(data)
    return [
        (name, [readable(text) for text in texts if text.strip()])
        for name, texts in data.lists()
        if name not in UNSEEN and not is_secret(name) and any(map(str.strip, texts))
    ]


def is_from_our_page(request) -> bool:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return True
    return names_our_site(request)


def names_our_site(request) -> bool:
    """Whether the browser says that the page it sends from is ours."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def answers_of(form) -> list[tuple]:
    """(label, texts) of a bound form's fields, choices by their words."""
    answers = []
    for field in form:
        texts = form.data.getlist(field.html_name)
        labels = labels_of(field.field)
        lines = [labels.get(text, readable(text)) for text in texts if text.strip()]
        answers += [(field.label, lines)] if lines else []
    return answers


def labels_of(field) -> dict:
    """Words by the code of each choice, groups opened; empty where none are offered."""
    labels = {}
    for code, label in getattr(field, "choices", ()):
        inner = label if isinstance(label, (list, tuple)) else [(code, label)]
        labels |= {str(code): words for code, words in inner}
    return labels
