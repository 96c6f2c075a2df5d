"""Policies as cards of a list: the plain values components/record_card.html takes."""

from django.utils.translation import get_language

from knowledge_hubs.translating.machines import is_by_machine
from oneplanet.text import dates
from oneplanet.text.languages import direction, shown, tag


def cards(policies) -> list[dict]:
    """Cards of a queryset of policies. One query."""
    return [card(policy) for policy in policies.select_related("country")]


def card(policy) -> dict:
    return {
        "url": policy.get_absolute_url(),
        "title": policy.name,
        **_language(policy.name_language),
        "programme": "NET",
        "says": _says(policy),
        "where": policy.country.name,
        "when": years(policy),
        "is_by_machine": is_by_machine(policy),
    }


def years(policy) -> str:
    """When it was adopted, or runs, as far as its document states it."""
    first = policy.adoption_year or policy.start_year
    last = policy.end_year or first
    return dates.years(first or last, last) if last else ""


def _says(policy):
    text, code = shown(policy, "summary")
    return {"text": text} | _language(code)


def _language(code):
    """What marks a text in another language than that of the page."""
    foreign = code != (get_language() or "en")
    return {
        "lang": tag(code) if foreign else "",
        "dir": direction(code) if foreign else "",
    }
