"""How a proposal stands in the list of its organisation, and what happened to it."""

from oneplanet.text.dates import moment_words
from oneplanet.text.languages import direction, tag


def card(proposal) -> dict:
    """A row of the list (templates/components/record_card.html)."""
    return {
        "url": proposal.get_absolute_url(),
        "title": proposal.title,
        "lang": tag(proposal.language),
        "dir": direction(proposal.language),
        "role": proposal.get_kind_display(),
        "programme": proposal.programme.code if proposal.programme else "",
        "when": moment_words(proposal.sent_at),
        "state": proposal.mark,
        "state_label": proposal.get_state_display(),
    }


def entries(proposal) -> list[dict]:
    """What happened, newest first; who of the secretariat did it stays with staff."""
    return [
        {
            "what": step.get_action_display(),
            "who": "" if step.is_of_staff else str(step.by),
            "when": moment_words(step.at),
            "at": step.at.isoformat(),
            "comment": step.words,
        }
        for step in proposal.steps.select_related("by").order_by("-at", "-pk")
    ]
