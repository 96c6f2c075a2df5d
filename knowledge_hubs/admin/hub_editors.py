"""Editors of single hubs: who they are, and what the editors' pages let them do."""

from django.contrib import admin
from django.urls import reverse

from knowledge_hubs.appointing import appoint, set_end
from knowledge_hubs.edited_hubs import public
from knowledge_hubs.hub_editing import has_second_factor
from knowledge_hubs.models import (
    BlockItem,
    Hub,
    HubBlock,
    HubEditor,
    HubFigure,
)
from oneplanet.admin import site
from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Subject
from programmes.models import User

PARTS = (Hub, HubBlock, HubFigure, BlockItem)
OPEN = {"index", "app_list", "autocomplete", "jsi18n", "logout"}
OF_A_ROW = ("changelist", "change", "history", "simple_history")
OPEN |= {f"knowledge_hubs_hub_{page}" for page in OF_A_ROW}
OPEN |= {f"knowledge_hubs_hubblock_{page}" for page in (*OF_A_ROW, "add", "delete")}
OPEN |= {f"translation_{page}" for page in ("board", "record", "workbook", "import")}


def edited(request) -> frozenset[int]:
    """The hubs whose editor the person is; of staff, who edit all, none. One query."""
    if not hasattr(request, "_edited_hubs"):
        user = request.user
        rows = HubEditor.objects.current().filter(user=user.pk)
        none = user.is_staff or not getattr(user, "edits_hubs", True)
        keys = () if none else rows.values_list("hub", flat=True)
        request._edited_hubs = frozenset(keys)
    return request._edited_hubs


def offered(rows, request):
    """What an editor of a hub may choose from: what is public, and their own hubs."""
    if rows.model is Hub:
        return rows.filter(pk__in=edited(request))
    return public(rows)


class ForEditors:
    """An admin page of hubs or their parts, which editors of a hub may use for theirs.

    Staff may what Django's permissions say; editors what stands here.
    """

    @staticmethod
    def hub_of(row) -> int:
        return row.hub_id

    hub_path = "hub"

    def is_theirs(self, request, obj=None) -> bool:
        theirs = edited(request)
        return bool(theirs) if obj is None else self.hub_of(obj) in theirs

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_staff:
            return rows
        return rows.filter(**{f"{self.hub_path}__in": edited(request)})

    def has_module_permission(self, request):
        return super().has_module_permission(request) or bool(edited(request))

    def has_view_permission(self, request, obj=None):
        may = super().has_view_permission(request, obj)
        return may or self.is_theirs(request, obj)

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may or self.is_theirs(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if not request.user.is_staff:
            rows = db_field.related_model._default_manager.all()
            kwargs["queryset"] = offered(rows, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PartsForEditors(ForEditors):
    """Rows on the page of a hub or a block, whose permission is that of the page."""

    def is_theirs(self, request, obj=None):
        theirs = edited(request)
        if obj is None:
            return bool(theirs)
        return (obj.pk if isinstance(obj, Hub) else obj.hub_id) in theirs

    def has_add_permission(self, request, obj=None):
        may = super().has_add_permission(request, obj)
        return may or self.is_theirs(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may or self.is_theirs(request, obj)


class Host:
    """Lets editors of hubs into the editors' pages: to those of their hubs alone."""

    guests_home = "knowledge_hubs:my_hubs"

    def lets_in(self, request) -> bool:
        match = request.resolver_match
        if match is None or match.url_name not in OPEN or not edited(request):
            return False
        return has_second_factor(request.user)

    def offers(self, request, field, rows):
        """What is offered in a field of theirs; None in any other."""
        return offered(rows, request) if field.model in PARTS else None


@admin.register(HubEditor, site=site)
class HubEditorAdmin(ForgivingAdmin):
    """The secretariat appoints, and they hear of it; what is over stays readable."""

    subject = Subject.PEOPLE
    view_on_site = False
    list_display = ["user", "hub", "from_on", "until_on", "by"]
    list_filter = ["hub", ("until_on", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "hub", "by"]
    search_fields = ["user__name", "user__email", "hub__words_folded"]
    autocomplete_fields = ["user", "hub"]
    fields = ["user", "hub", "from_on", "until_on"]

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """What is in force may be ended."""
        may = super().has_change_permission(request, obj)
        return may and not (obj and obj.has_ended)

    def get_readonly_fields(self, request, obj=None):
        return self.fields[:-1] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.active()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """They are told by mail."""
        if not change:
            appoint(obj, by=request.user)
        elif "until_on" in form.changed_data:
            set_end(obj, until_on=obj.until_on)


def appointing_url(hub) -> str:
    return f"{reverse('admin:knowledge_hubs_hubeditor_add')}?hub={hub.pk}"
