"""What became of a report, in words, for its page."""

from django import template

from knowledge_hubs import outcome_words as words

register = template.Library()

register.filter("outcome_title", words.title)
for say in (
    words.totals,
    words.classes,
    words.state_label,
    words.counting,
    words.beside,
    words.about,
    words.decided,
    words.places,
):
    register.filter(say.__name__, say)
