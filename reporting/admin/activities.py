"""Reports are read only here: their steps go through the one verb."""

from django.contrib import admin

from oneplanet.admin import site
from reporting.models import Activity, ActivityVersion, HistoryEntry, Publication


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class VersionInline(ReadOnly, admin.TabularInline):
    model = ActivityVersion
    fields = ["number", "language", "title", "sealed_at", "sealed_by"]
    show_change_link = True
    extra = 0

    def get_queryset(self, request):
        """Drafts are the partners' own."""
        return super().get_queryset(request).exclude(sealed_at=None)


class HistoryInline(ReadOnly, admin.TabularInline):
    model = HistoryEntry
    fields = ["at", "action", "by", "process", "comment"]
    extra = 0


class PublicationInline(ReadOnly, admin.TabularInline):
    model = Publication
    fk_name = "activity"
    fields = ["version", "from_at", "by", "until_at", "until_by"]
    extra = 0


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


@admin.register(ActivityVersion, site=site)
class ActivityVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["activity", "number", "title", "language", "sealed_at"]
    list_select_related = ["activity"]
    list_filter = ["language"]
    search_fields = ["activity__code", "title_folded"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(sealed_at=None)
