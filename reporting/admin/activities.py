"""Reports are read only here: their steps go through the one verb."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _

from oneplanet.admin import site
from oneplanet.desk import Door, Queue, Subject
from reporting.models import Activity, ActivityVersion, HistoryEntry, Publication
from reporting.workflow import State


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


@admin.register(Activity, site=site)
class ActivityAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["code", "organisation", "programme", "state", "is_sample"]
    list_filter = ["state", "programme", "is_sample"]
    list_select_related = ["organisation", "programme"]
    search_fields = ["code", "organisation__name_folded"]
    inlines = [VersionInline, PublicationInline, HistoryInline]
    show_full_result_count = False

    def get_queryset(self, request):
        return Activity.objects.read_by_reviewers(request.user)

    def waiting(self, request):
        """What the person decides on; and all that is under review with anybody."""
        mine = Activity.objects.awaiting_review_by(request.user).count()
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
class ActivityVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["activity", "number", "title", "language", "sealed_at"]
    list_select_related = ["activity"]
    list_filter = ["language"]
    search_fields = ["activity__code", "title_folded"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(sealed_at=None)
