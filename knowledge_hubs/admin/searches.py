"""What readers search for and do not find is work: solved here by other words, an entry
in the glossary or a chosen result, or set aside.
"""

from django.contrib import admin
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs.forgetting import forget_wholly
from knowledge_hubs.models import AskedQuery
from knowledge_hubs.search.kinds import BY_NAME
from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin, CuratedForm
from oneplanet.desk import Door, Queue, Subject
from oneplanet.text.dates import date_words
from oneplanet.text.numbers import number

MOST_SHOWN = 20  # days, places
How = AskedQuery.How


# --- What was asked -------------------------------------------------------------------


class NeedFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is wrong")
    parameter_name = "need"

    def lookups(self, request, model_admin):
        return [
            ("nothing", _("Nothing is found")),
            ("parts", _("Nothing has all the words")),
            ("unopened", _("Hardly anybody opens what is found")),
        ]

    def queryset(self, request, queryset):
        needs = {
            "nothing": queryset.finding_nothing,
            "parts": queryset.finding_parts,
            "unopened": queryset.seldom_opened,
        }
        return needs[self.value()]() if self.value() in needs else queryset


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("Waiting")), ("settled", _("Settled"))]

    def queryset(self, request, queryset):
        if self.value() == "settled":
            return queryset.exclude(how="")
        return queryset.waiting() if self.value() == "waiting" else queryset


class AskedForm(CuratedForm):
    def clean_reason(self):
        return " ".join(self.cleaned_data["reason"].split())


@admin.register(AskedQuery, site=site)
class AskedQueryAdmin(CuratedAdmin):
    subject = Subject.WORDS
    form = AskedForm
    list_display = [
        "query",
        "language",
        "asked_times",
        "results",
        "opened_times",
        "last_on",
        "how",
    ]
    list_filter = [StateFilter, NeedFilter, "language"]
    search_fields = ["query"]
    fields = [
        *("query", "language", "solve", "asked_times", "opened_times", "results"),
        *("any_word", "opened", "by_day", "first_on", "last_on"),
        *("reason", "how", "settled_at", "settled_by"),
    ]
    readonly_fields = [name for name in fields if name != "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    def get_ordering(self, request):
        """The most asked first."""
        return [F("searches").desc(nulls_last=True), "-last_on", "pk"]

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        if obj.reason and not obj.how:
            obj.settle(How.ASIDE, by=request.user)
        elif not obj.reason and obj.how == How.ASIDE:
            obj.reopen()
        super().save_model(request, obj, form, change)

    # Whoever deletes words, because they name somebody, wants them gone.

    @transaction.atomic
    def delete_model(self, request, obj):
        forget_wholly([obj.pk])

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        forget_wholly(list(queryset.values_list("pk", flat=True)))

    def log_deletions(self, request, queryset):
        return []

    # --- What waits -----------------------------------------------------------------

    def waiting(self, request):
        address = reverse("admin:knowledge_hubs_askedquery_changelist")
        counts = AskedQuery.objects.waiting().needs()
        doors = [
            Door(name, counts[need], f"{address}?state=waiting&need={need}")
            for need, name in (
                ("nothing", _("Nothing is found")),
                ("parts", _("Nothing has all the words")),
                ("unopened", _("Hardly anybody opens what is found")),
            )
        ]
        doors = tuple(door for door in doors if door.count)
        yield Queue(_("Searches that need other words"), doors)

    # --- Columns --------------------------------------------------------------------

    @admin.display(description=gettext_lazy("searches in 90 days"), ordering="searches")
    def asked_times(self, row):
        return row.searches or 0

    @admin.display(description=gettext_lazy("opened in 90 days"), ordering="clicks")
    def opened_times(self, row):
        return row.clicks or 0

    @admin.display(description=gettext_lazy("what was opened"))
    def opened(self, row):
        rows = row.places.order_by("-clicks", "place")[:MOST_SHOWN]
        lines = [(_kind(one.kind), *_numbers(one.place, one.clicks)) for one in rows]
        return format_html_join("", "{}, {}: {}<br>", lines) or "–"

    @admin.display(description=gettext_lazy("day by day"))
    def by_day(self, row):
        days = row.days.order_by("-day")[:MOST_SHOWN]
        lines = [
            (date_words(one.day), *_numbers(one.searches, one.clicks)) for one in days
        ]
        return format_html_join("", "{}: {} / {}<br>", lines) or "–"

    @admin.display(description=gettext_lazy("solve it"))
    def solve(self, row):
        """Forms that open with the words filled in, and the search itself."""
        search = reverse("knowledge_hubs:search").split("/", 2)[2]
        see = f"/{row.language}/{search}?{urlencode({'q': row.query})}"
        ways = [(see, _("See what is found")), *_ways(row)]
        links = format_html_join(" · ", '<a href="{}">{}</a>', ways)
        hint = _("It counts as solved once one of these is saved, and works at once.")
        return format_html("{}<br>{}", links, hint)


def _ways(row):
    word = f"word_{row.language.replace('-', '_')}"
    given = {
        "searchsynonym": {"language": row.language, "asked": row.query},
        "glossaryterm": {word: row.query, "code": slugify(row.query)[:60]},
        "chosenresult": {"language": row.language, "query": row.query},
    }
    labels = (_("Add other words"), _("Add to the glossary"), _("Choose a result"))
    for (model, values), label in zip(given.items(), labels, strict=True):
        address = reverse(f"admin:knowledge_hubs_{model}_add")
        yield f"{address}?{urlencode(values)}", label


def _numbers(*numbers):
    return map(number, numbers)


def _kind(name):
    return BY_NAME[name].title if name in BY_NAME else name
