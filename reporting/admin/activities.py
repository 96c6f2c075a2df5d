"""Reports are read only here: their steps go through the one verb."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Door, Queue, Subject
from oneplanet.text.folding import fold
from programmes.models import Organisation
from reporting.models import Activity, ActivityVersion, HistoryEntry, Publication
from reporting.queue import next_for
from reporting.workflow import State

MANY = 1_000  # of a hundred thousand: enough to be met soon


class ReadOnly:
    subject = Subject.REPORTS

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Reading(ReadOnly, admin.TabularInline):
    """Rows that are only read, as a plain table."""

    template = "admin/edit_inline/reading.html"
    extra = 0


class VersionInline(Reading):
    model = ActivityVersion
    fields = ["number", "language", "title", "sealed_at", "sealed_by"]
    show_change_link = True

    def get_queryset(self, request):
        """Drafts are the partners' own."""
        return super().get_queryset(request).exclude(sealed_at=None)


class HistoryInline(Reading):
    model = HistoryEntry
    fields = ["at", "action", "by", "process", "comment"]


class PublicationInline(Reading):
    model = Publication
    fk_name = "activity"
    fields = ["version", "from_at", "by", "until_at", "until_by"]


class UpToLimit(Paginator):
    """Counts no further than ``limit``: of a hundred thousand rows nobody turns to the
    last page, and counting them all costs more than drawing the page.
    """

    limit = 400

    @cached_property
    def _count(self):
        return self.object_list.order_by()[: self.limit + 1].count()

    @property
    def count(self):
        return min(self._count, self.limit)

    @property
    def is_cut(self):
        return self._count > self.limit


class LongList(ReadOnly, ForgivingAdmin):
    """A list that may grow to a hundred thousand rows and more: newest first, by the
    key, so that the database reads one page and stops.
    """

    ordering = ["-pk"]
    sortable_by: tuple[str, ...] = ()
    list_per_page = 40
    paginator = UpToLimit
    change_list_template = "admin/long_list.html"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False


@admin.register(Activity, site=site)
class ActivityAdmin(LongList):
    list_display = ["code", "organisation", "programme", "state", "is_sample"]
    list_filter = ["state", "programme", "is_sample"]
    list_select_related = ["organisation", "programme"]
    search_fields = ["code", "organisation__name_folded"]
    search_help_text = gettext_lazy(
        "The code of an activity, its beginning, or part of an organisation’s name."
    )
    inlines = [VersionInline, PublicationInline, HistoryInline]

    def get_search_results(self, request, queryset, search_term):
        """By beginnings of codes, and the organisations of that name. Few rows are
        found by their index; of many the newest are met soon, newest first."""
        if not (words := search_term.strip()):
            return queryset, False
        bodies = Organisation.objects.filter(name_folded__contains=fold(words))
        coded = Activity.objects.coded(words)
        found = Q(pk__in=coded) | Q(organisation__in=bodies)
        if Activity.objects.filter(found).order_by()[:MANY].count() == MANY:
            found = Q(code__startswith=words.upper()) | Q(organisation__in=bodies)
        return queryset.filter(found), False

    def get_queryset(self, request):
        return Activity.objects.read_by_reviewers(request.user)

    def waiting(self, request):
        """What the person decides on; and all that is under review with anybody."""
        next_one = next_for(request.user)
        mine = next_one["number"] if next_one else 0
        yield Queue(
            _("To review"),
            (Door(_("Waiting for you"), mine, reverse("reporting:review_queue")),),
        )
        everybody = self.get_queryset(request).filter(state=State.SUBMITTED).count()
        address = f"{reverse('admin:reporting_activity_changelist')}?state__exact="
        address += State.SUBMITTED
        yield Queue(
            _("Under review"), (Door(_("With any reviewer"), everybody, address),)
        )


@admin.register(ActivityVersion, site=site)
class ActivityVersionAdmin(LongList):
    list_display = ["activity", "number", "title", "language", "sealed_at"]
    list_select_related = ["activity"]
    list_filter = ["language"]
    search_fields = ["activity__code", "title_folded"]
    search_help_text = gettext_lazy("The code of an activity, or words of a title.")

    def get_queryset(self, request):
        """The list shows no long text, so it reads none."""
        rows = super().get_queryset(request).exclude(sealed_at=None)
        here = getattr(request.resolver_match, "url_name", "")
        in_list = here.endswith("_changelist")
        return rows.defer("summary", "results") if in_list else rows

    def get_search_results(self, request, queryset, search_term):
        """In titles as readers write them, whatever their accents and case. Few rows
        are found by reading the titles' index; of many the newest are met soon."""
        if not (words := search_term.strip()):
            return queryset, False
        titled = Q(title_folded__contains=fold(words))
        some = ActivityVersion.objects.filter(titled).order_by()
        few = [*some.values_list("pk", flat=True)[:MANY]]
        titled = Q(pk__in=few) if len(few) < MANY else titled
        coded = Q(activity__in=Activity.objects.coded(words))
        return queryset.filter(titled | coded), False
