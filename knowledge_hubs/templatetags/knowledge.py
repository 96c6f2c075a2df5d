"""Names of organisations, published figures and their sources, as several pages print
them.
"""

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

from knowledge_hubs import citing
from knowledge_hubs.figures import base_and_period
from knowledge_hubs.open_data import DOWNLOADS
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import direction, shown, tag
from oneplanet.text.numbers import figure as figure_parts

register = template.Library()

register.filter("by_source", citing.by_source)
register.filter("cited", citing.cited)


@register.simple_tag
def organisation_name(organisation):
    """Its official name, in the reader's language where there is one."""
    return in_language(*organisation.official_name())


@register.simple_tag
def role_holder(role):
    """The organisation in a role; where its name is in a language that is neither the
    reader's nor English, with the English name the document gives it.
    """
    name, language = role.organisation.official_name()
    if language in (get_language(), "en") or role.as_named in ("", name):
        return in_language(name, language)
    return format_html(
        "{} ({})", in_language(name, language), in_language(role.as_named, "en")
    )


@register.filter
def differ(rows, name):
    """Whether the rows have more than one value of a field."""
    return len({getattr(row, name) for row in rows}) > 1


@register.simple_tag
def listed_in(group):
    """“As listed in E/2021/56, 23 April 2021.” of a citing.Listed."""
    return citing.listed_in(group.document, group.listed_on)


@register.simple_tag
def organisation_listed_in(organisation):
    """Which document names an organisation, and where."""
    return citing.listed_in(
        organisation.source, organisation.listed_on, organisation.paragraphs
    )


@register.simple_tag
def record_listed_in(record):
    """Which document names a record, and where."""
    document = record.document
    day = document.published_on if document else None
    return citing.listed_in(document, day, record.paragraph)


@register.filter
def shown_text(row, field):
    """A translated field for the head of a page, which marks no language."""
    return shown(row, field)[0]


@register.simple_tag
def shown_in(row, field):
    """A translated field with the language it is in: ``text``, ``lang``, ``dir``; the
    last two are empty in the language of the page."""
    text, code = shown(row, field)
    if code == (get_language() or "en"):
        return {"text": text, "lang": "", "dir": ""}
    return {"text": text, "lang": tag(code), "dir": direction(code)}


@register.simple_tag
def sources(texts):
    """The documents of published figures whole, where the cards' links lead to."""
    documents = dict.fromkeys(text.figure.document for text in texts)
    rows = [
        {
            "id": citing.anchor(document),
            "says": citing.published_in(
                document, in_language(*shown(document, "title"))
            ),
        }
        for document in documents
    ]
    return render_to_string("components/sources.html", {"sources": rows})


@register.simple_tag
def figure_card(text):
    """A published figure as a card. Takes a FigureText with its figure and document."""
    figure = text.figure
    parts = figure_parts(figure, text)
    base, period = base_and_period(text)
    is_sign = parts.unit.startswith(("%", "٪"))
    card = {
        "number": parts.number,
        "qualifier": parts.qualifier,
        "unit": parts.gap + parts.unit if is_sign else parts.unit,
        "is_close": is_sign or not parts.gap,
        "label": in_language(*shown(text, "label")),
        "base": base,
        "period": period,
        "source": citing.place(figure.document.symbol, figure.paragraph),
        "url": f"#{citing.anchor(figure.document)}",
    }
    return render_to_string("components/figure_card.html", {"figure": card})


@register.inclusion_tag("components/download_list.html", takes_context=True)
def download_list(context):
    """The list of this page to take away, narrowed as the page is. Takes page."""
    request = context["page"].request
    here = request.resolver_match.view_name
    kind = next(kind for kind in DOWNLOADS.values() if kind.list_page == here)
    query = QueryDict(mutable=True)
    for name in kind.filters:
        if given := [text for text in request.GET.getlist(name) if text]:
            query.setlist(name, [text.replace("\x00", "") for text in given])
    with_mark = query.copy()
    with_mark["bom"] = "1"
    asked = f"?{query.urlencode()}" if query else ""
    return {"name": kind.name, "query": asked, "bom_query": f"?{with_mark.urlencode()}"}
