"""The work list of evidence: links that are dead, files that are lost or altered, each
with the records that need it and the page where it is mended.
"""

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs.evidence import (
    ADDRESSES,
    FILES,
    files_in_use,
    links_in_use,
    links_to_mend,
    ours,
    uses_of,
)
from oneplanet.admin import site
from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Door, Queue, Subject
from oneplanet.text.dates import moment_words
from oneplanet.text.languages import direction, tag
from oneplanet.text.lists import COMMA
from oneplanet.text.numbers import number
from reporting.models import FileCheck, LinkCheck

MOST_NAMED = 5  # records in one row of the list


class WorkFilter(SimpleListFilter):
    """Opens with what is to be mended."""

    title = gettext_lazy("what is to be done")
    parameter_name = "work"

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "selected": (self.value() or TO_MEND) == value,
                "query_string": changelist.get_query_string({"work": value}),
                "display": label,
            }

    def lookups(self, request, model_admin):
        return [(name, label) for name, label, _narrow in model_admin.work]

    def queryset(self, request, queryset):
        return _narrowings(self.model_admin)[self.value() or TO_MEND](queryset)

    def __init__(self, request, params, model, model_admin):
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)

    def value(self):
        value = super().value()
        return value if value in _narrowings(self.model_admin) else None


TO_MEND = "mend"


def _narrowings(model_admin):
    return {name: narrow for name, _label, narrow in model_admin.work}


class WithUses(ChangeList):
    """Each row of the page knows the records that need it."""

    def get_results(self, request):
        super().get_results(request)
        self.model_admin.put_uses(self.result_list)


class EvidenceAdmin(ForgivingAdmin):
    """What the worker writes: staff look, and have it looked at again."""

    subject = Subject.PAGES
    actions = ["check_anew"]
    list_filter = [WorkFilter]
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ["asked_by"]
    sources, key = (), ""

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    def get_changelist(self, request, **kwargs):
        return WithUses

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row:
            self.put_uses([row])
        return row

    def put_uses(self, rows):
        found = uses_of([getattr(row, self.key) for row in rows], self.sources)
        for row in rows:
            row.uses = found[getattr(row, self.key)]

    @admin.display(description=gettext_lazy("needed by"))
    def needed_by(self, row):
        """Each leads to where it is mended."""
        doors = ((_door(use),) for use in row.uses[:MOST_NAMED])
        named = format_html_join("", "<li>{}</li>", doors)
        more = len(row.uses) - MOST_NAMED
        if more > 0:
            text = _("and %(n)s more") % {"n": number(more)}
            named = format_html("{}<li>{}</li>", named, text)
        return format_html("<ul>{}</ul>", named)

    @admin.display(description=gettext_lazy("asked for"))
    def asked(self, row):
        if row.asked_by is None:
            return "–"
        return COMMA.join([str(row.asked_by), moment_words(row.asked_at)])

    @admin.action(
        description=gettext_lazy("Check it anew"),
        description_plural=gettext_lazy("Check the chosen anew"),
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
        permissions=["view"],
    )
    def check_anew(self, request, queryset):
        for row in queryset:
            row.check_anew(by=request.user)
            self.log_change(request, row, [{"changed": {"fields": ["asked_at"]}}])
        text = _("The worker checks them next. Please look again in a minute.")
        messages.success(request, text)

    def waiting(self, request):
        address = f"admin:reporting_{self.opts.model_name}_changelist"
        narrowed = _narrowings(self)[TO_MEND](self.get_queryset(request))
        door = Door(
            capfirst(self.opts.verbose_name_plural), narrowed.count(), reverse(address)
        )
        yield Queue(str(self.queue), (door,))


def _door(use):
    title = format_html(
        '<a href="{}">{}</a> <small>{}</small>',
        use.mend_url,
        _titled(use),
        capfirst(use.what),
    )
    if use.is_ours:
        return title
    text = _("its organisation mends it in a new version")
    return format_html("{} <small>· {}</small>", title, text)


def _titled(use):
    if not use.language:
        return format_html("<bdi>{}</bdi>", use.title)
    marks = (tag(use.language), direction(use.language))
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', *marks, use.title)


@admin.register(LinkCheck, site=site)
class LinkCheckAdmin(EvidenceAdmin):
    queue = gettext_lazy("Links that are dead")
    list_display = ["address", "state", "failing_since", "needed_by", "asked"]
    search_fields = ["address"]
    fields = [
        *("link", "state", "said", "since", "failing_since", "failures", "moved_to"),
        *("seen_at", "checked_at", "due_at", "asked", "needed_by"),
    ]
    readonly_fields = fields
    work = (
        (
            TO_MEND,
            gettext_lazy("Dead: to be mended"),
            lambda rows: rows.filter(pk__in=links_to_mend().values("pk")),
        ),
        (
            "theirs",
            gettext_lazy("Dead: their organisations mend them"),
            lambda rows: rows.dead().exclude(ours()),
        ),
        (
            "moved",
            gettext_lazy("Moved for good: write the new address"),
            lambda rows: rows.filter(state=LinkCheck.State.MOVED),
        ),
        (
            "shut",
            gettext_lazy("Turned away or not asked: look by hand"),
            lambda rows: rows.filter(state__in=SHUT),
        ),
        ("all", gettext_lazy("All addresses"), lambda rows: rows),
    )
    sources, key = ADDRESSES, "address"

    def get_queryset(self, request):
        used = links_in_use().values("pk")
        return super().get_queryset(request).filter(pk__in=used)

    @admin.display(description=gettext_lazy("address"))
    def link(self, row):
        link = '<a href="{}" rel="noopener noreferrer" dir="ltr">{}</a>'
        return format_html(link, row.address, row.address)


SHUT = (LinkCheck.State.REFUSED, LinkCheck.State.NOT_ALLOWED)


@admin.register(FileCheck, site=site)
class FileCheckAdmin(EvidenceAdmin):
    queue = gettext_lazy("Files that are lost or altered")
    list_display = ["sha256", "state", "since", "needed_by", "asked"]
    search_fields = ["sha256"]
    fields = [
        *("sha256", "state", "since", "seen_at", "checked_at", "due_at", "asked"),
        *("needed_by", "what_to_do"),
    ]
    readonly_fields = fields
    work = (
        (
            TO_MEND,
            gettext_lazy("Lost or altered: to be mended"),
            lambda rows: rows.spoilt(),
        ),
        ("all", gettext_lazy("All files"), lambda rows: rows),
    )
    sources, key = FILES, "sha256"

    def get_queryset(self, request):
        used = files_in_use().values("pk")
        return super().get_queryset(request).filter(pk__in=used)

    @admin.display(description=gettext_lazy("what to do"))
    def what_to_do(self, row):
        if row.state == FileCheck.State.WHOLE:
            return _("Nothing: its bytes are those that were stored.")
        return _(
            "Have the file put back from the backup, or upload the very same file "
            "again on the page of the record: its bytes then take the place of these."
        )
