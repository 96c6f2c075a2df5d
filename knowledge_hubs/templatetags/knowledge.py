"""Names of organisations, published figures and their sources, as several pages print
them.
"""

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from knowledge_hubs import citing
from knowledge_hubs.featuring import hubs_of, with_hubs
from knowledge_hubs.figures import base_and_period
from knowledge_hubs.models import Hub
from knowledge_hubs.open_data import DOWNLOADS
from knowledge_hubs.related import beside_activity
from knowledge_hubs.sdg12 import told
from knowledge_hubs.search.vocabulary import FACETS
from oneplanet.feeds import narrowed
from oneplanet.search.documents import KIND
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import direction, set_apart, shown, tag
from oneplanet.text.numbers import digits
from oneplanet.text.numbers import figure as figure_parts

register = template.Library()
PERCENT = ("%", "٪")

register.filter("by_source", citing.by_source)
register.filter("cited", citing.cited)
register.filter("digits", digits)
register.filter("named", citing.named)
register.filter("place", citing.place)
register.filter("told", told)


@register.inclusion_tag("components/more_like.html")
def more_like_activity(version):
    """Public activities like one, below its page, which belongs to a lower app."""
    beside = beside_activity(version)
    return {"alike": beside.alike, "all_url": beside.all_url}


@register.inclusion_tag("knowledge_hubs/hubs/featured_in.html")
def featured_in(record, column):
    """The public hubs that feature a record. ``column`` of an item names it. One
    query."""
    rows = with_hubs(type(record)._base_manager.filter(pk=record.pk), column)
    return {"hubs": hubs_of(rows.get())}


@register.inclusion_tag("knowledge_hubs/hubs/mine.html")
def hubs_to_edit(user):
    """The hubs somebody edits. One query, none for who is known to edit none."""
    may = getattr(user, "edits_hubs", True)
    return {"hubs": list(Hub.objects.edited_by(user)) if may else []}


@register.inclusion_tag("components/follow.html", takes_context=True)
def follow_in_search(context, kind):
    """The list of this page as the search of its kind finds it, to follow: what narrows
    both is called alike. For lists without a feed of their own. Takes page.
    """
    query = context["page"].request.GET.copy()
    query[KIND] = kind
    address = reverse("knowledge_hubs:search_feed")
    return {"feed_url": narrowed(address, query, ("q", *FACETS)), "alert": "search"}


@register.filter
def in_sight(rows, most):
    """The first of a list; all of it where one row alone would be folded."""
    return rows[:most] if len(rows) > most + 1 else rows


@register.filter
def folded(rows, most):
    """What is not in sight."""
    return rows[len(in_sight(rows, most)) :]


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
    named = in_language(name, language), in_language(role.as_named, "en")
    return format_html('<bdi dir="{}">{} ({})</bdi>', direction(language), *named)


@register.filter
def in_brackets(text):
    """The text in round brackets after a word; Chinese has them wide, with no gap."""
    wide = (get_language() or "").startswith("zh")
    return format_html("（{}）" if wide else " ({})", text)


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


register.filter("set_apart", set_apart)


@register.filter
def notes(texts):
    """What editors note about figures, each note once, with its language."""
    found = dict.fromkeys(shown(text, "note") for text in texts)
    return [in_language(*note) for note in found if note[0]]


@register.simple_tag
def goal_name(goal):
    """A Goal by its number and name: “12 Responsible consumption and production”."""
    return format_html("<bdi>{}</bdi> {}", goal.code.removeprefix("SDG"), goal.label)


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
    """The documents of published figures whole, where the cards' links lead to; each
    leads to how it and its figures are cited."""
    return _notes(dict.fromkeys(text.figure.document for text in texts), _cite)


def _cite(document):
    return reverse("knowledge_hubs:cite", args=["documents", citing.slug(document)])


@register.simple_tag
def document_notes(documents):
    """Documents whole, where the links of citations lead to."""
    return _notes(documents)


def _notes(documents, cite=lambda document: ""):
    rows = [
        {
            "id": citing.anchor(document),
            "says": citing.published_in(
                document, in_language(*shown(document, "title"))
            ),
            "cite": cite(document),
        }
        for document in documents
    ]
    return render_to_string("components/sources.html", {"sources": rows})


@register.simple_tag
def part_source(part, whole):
    """Where a part of a hub stands; by the document of the whole, unless it has one of
    its own. Nothing where the part names no place. Other sources are told in English.
    """
    document = part.document or (whole.document if part.paragraph else None)
    source = citing.place(str(document or ""), part.paragraph)
    other = in_language(part.source, "en") if part.source else ""
    if not source:
        source, other = other, ""
    if not source:
        return ""
    url = f"#{citing.anchor(document)}" if document else ""
    context = {"source": source, "url": url, "note": other}
    return render_to_string("components/source_note.html", context)


@register.simple_tag
def figure_card(text):
    """A published figure as a card. Takes a FigureText with its figure and document."""
    figure = text.figure
    parts = figure_parts(figure, text)
    base, period = base_and_period(text)
    is_sign = parts.unit.startswith(PERCENT)
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


@register.simple_tag
def figure_line(text):
    """A published figure as a line of a ledger, with an address of its own."""
    figure = text.figure
    parts = figure_parts(figure, text)
    line = {
        "code": figure.code,
        "parts": parts,
        "is_sign": parts.unit.startswith(PERCENT),
        "label": in_language(*shown(text, "label")),
        "base": shown(text, "base_label")[0],
        "period": shown(text, "period_label")[0],
        "source": citing.place(figure.document.symbol, figure.paragraph),
        "url": f"#{citing.anchor(figure.document)}",
        "note": next(iter(notes([text])), ""),
    }
    return render_to_string("knowledge_hubs/figure_line.html", line)


@register.simple_tag
def used_in(term):
    """Which document uses or defines a word, and where: the meaning is in our words."""
    return citing.named(term.document.symbol, term.paragraph)


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


@register.filter
def query_of(address):
    """The part of an address that says what narrows a list, with its mark; or ""."""
    _path, mark, query = str(address).partition("?")
    return mark + query
