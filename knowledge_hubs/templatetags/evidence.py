"""What the link checker found of a record, for the page on which it is mended."""

from django import template

from knowledge_hubs.evidence import dead_links_of

register = template.Library()


@register.inclusion_tag("components/dead_links.html", takes_context=True)
def dead_links(context, record):
    """Of ``record``, or none on the page of a new one. Who is no editor of all is not
    led to the work list."""
    links = dead_links_of(record) if record and record.pk else []
    return {"links": links, "is_staff": context["request"].user.is_staff}
