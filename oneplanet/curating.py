"""What admin pages have in common: all that add rows, and those of curated records."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Max
from django.utils.html import format_html
from django.utils.text import capfirst, normalize_newlines
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.fields import TranslationField
from simple_history.admin import SimpleHistoryAdmin

from oneplanet import searching
from oneplanet.changes import InWords
from oneplanet.code_fields import refused_in_words
from oneplanet.column_words import WritesWords
from oneplanet.desk import SOURCE, Subject, column, missing_languages
from oneplanet.history import lists_then, will_hold
from oneplanet.language_tabs import (
    arranged,
    arranged_inline,
    in_its_language,
    tell_states,
)
from oneplanet.list_filters import MissingFilter, by_state
from oneplanet.rich_fields import RichTextField, as_it_was, with_marks
from oneplanet.row_choices import OffersRows, can_hold
from oneplanet.translations import hold_marks

CHOOSE = "Select this object for an action - {}"  # Django's own words


class ForgivingAdmin(WritesWords, OffersRows, admin.ModelAdmin):
    """A form for adding opens with what its address gives; what no such field could
    hold is left out, or drawing the form would fail.

    ``subject`` is where the index lists it.
    """

    subject = Subject.PAGES

    class Media:
        js = ["js/name_choices.js"]

    def action_checkbox(self, obj):
        """As Django's, without a template for each row: a third of the list's cost."""
        label = _(CHOOSE).format(obj)
        tick = '<input type="checkbox" name="{}" value="{}" class="action-select"'
        return format_html(
            tick + ' aria-label="{}">', ACTION_CHECKBOX_NAME, obj.pk, label
        )

    def changelist_view(self, request, extra_context=None):
        given = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, given | (extra_context or {}))

    def response_action(self, request, queryset, **kwargs):
        """What no row could be called is not among the chosen."""
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        rows = [key for key in ticked if can_hold(self.opts.pk, key)]
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, rows)
        return super().response_action(request, queryset, **kwargs)

    # What an editor saves, puts back or deletes, the search follows at once.

    def log_addition(self, request, obj, message):
        searching.changed(obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        searching.changed(obj)
        return super().log_change(request, obj, message)

    @transaction.atomic
    def delete_model(self, request, obj):
        keys = searching.keys_of(obj)
        super().delete_model(request, obj)
        searching.follow(keys)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        keys = searching.keys_of(*queryset)
        super().delete_queryset(request, queryset)
        searching.follow(keys)

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        columns = (*self.opts.fields, *self.opts.many_to_many)
        return {
            column.name: given[column.name]
            for column in columns
            if column.name in given and can_hold(column, given[column.name])
        }


class CuratedForm(forms.ModelForm):
    """A row whose place in the order is left empty becomes the last of its fellows.
    An older version opens with what stood in its lists then.
    """

    ordered_within: tuple[str, ...] = ()  # fields that fellows have in common
    tells_states = True  # of each text in another language

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= lists_then(self.instance)
        if place := self.fields.get("order"):
            place.required = False
            place.help_text = _("Left empty, it comes last.")
            if not self.instance.pk and "order" not in (kwargs.get("initial") or {}):
                self.initial["order"] = None
        refused_in_words(self)
        if self.tells_states:
            tell_states(self)

    def clean(self):
        """Lines end as in the files: a text saved as it was has not changed. Neither
        has one that the editor wrote otherwise and readers see the same.
        """
        cleaned = super().clean()
        texts = {name: v for name, v in cleaned.items() if isinstance(v, str)}
        cleaned |= {name: normalize_newlines(v) for name, v in texts.items()}
        rich = [n for n in texts if isinstance(self.fields.get(n), RichTextField)]
        return cleaned | {name: as_it_was(self, name, cleaned[name]) for name in rich}

    def add_error(self, field, error):
        """What a model says of a text stands beside its English, and what it says of
        something the form does not ask, above all.
        """
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                super().add_error(self._asked(name), errors)
        else:
            super().add_error(field, error)

    def _asked(self, name):
        asked = (name, column(name, SOURCE))
        return next((field for field in asked if field in self.fields), None)

    def save(self, commit=True):
        if "order" in self.fields and self.instance.order is None:
            self.instance.order = self.last_place()
        will_hold(self.instance, self.cleaned_data)
        return super().save(commit)

    def last_place(self) -> int:
        common = {name: getattr(self.instance, name) for name in self.ordered_within}
        fellows = type(self.instance)._default_manager.filter(**common)
        return (fellows.aggregate(last=Max("order"))["last"] or 0) + 1


class CuratedAdmin(ForgivingAdmin, SimpleHistoryAdmin):
    """A curated record: history, and nothing that hangs on it is deleted unseen.

    ``permanent`` are fields that are given once, when the row is made.
    """

    form = CuratedForm
    list_per_page = 50
    permanent: tuple[str, ...] = ()
    save_on_top = True
    show_full_result_count = False
    object_history_template = "admin/curated_history.html"
    history_list_per_page = 50

    def get_historical_record_context_helper(self, request, historical_record):
        return InWords(self.model, historical_record)

    def history_view(self, request, object_id, extra_context=None):
        if not can_hold(self.opts.pk, object_id):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_view(request, object_id, extra_context)

    def get_list_filter(self, request):
        return by_state(self.model, super().get_list_filter(request))

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *self.permanent] if obj else fields

    def get_deleted_objects(self, objs, request):
        """What names a row keeps it, whoever asks: no question of permissions."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return gone, counts, set() if protected else lacking, protected


class TranslatedAdmin(CuratedAdmin, TranslationAdmin):
    """A curated record with texts in six languages: each has a tab of its own.

    ``rich_texts`` are written with the editor.
    """

    rich_texts: tuple[str, ...] = ()

    class Media:
        js = ["js/language_tabs.js"]

    def get_list_filter(self, request):
        return [*super().get_list_filter(request), MissingFilter]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return arranged(fieldsets, self.model, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field = in_its_language(db_field, field)
        return with_marks(field) if _is_of(self.rich_texts, db_field) else field

    @admin.display(description=_("missing languages"))
    def missing(self, row):
        return missing_languages(row)


def _is_of(names, db_field) -> bool:
    """Whether a column is one language of one of these fields."""
    is_text = isinstance(db_field, TranslationField)
    return is_text and db_field.translated_field.name in names


class TextsFormSet(forms.BaseInlineFormSet):
    """The marks of all rows are asked for together."""

    def get_queryset(self):
        is_first = not hasattr(self, "_queryset")
        rows = super().get_queryset()
        if is_first and self.instance.pk:
            hold_marks(self.model, list(rows))
        return rows


class TextsInline(OffersRows, TranslationStackedInline):
    """Rows with texts in six languages on the page of a curated record.

    ``rich_texts`` may have marks, written without the editor: there are many of them.
    """

    form = CuratedForm
    formset = TextsFormSet
    extra = 0
    rich_texts: tuple[str, ...] = ()

    def get_fieldsets(self, request, obj=None):
        return arranged_inline(super().get_fieldsets(request, obj), self.model)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if _is_of(self.rich_texts, db_field):
            field = with_marks(field, editor=False)
        return in_its_language(db_field, field)


class TranslatedInline(TextsInline):
    """Rows that hang on a curated record: ended or mended, never deleted."""

    can_delete = False
    show_change_link = True


class PartyInline(TranslatedInline):
    """Who is behind a record: ended, not deleted."""

    autocomplete_fields = ["organisation", "country", "document"]


class RecordAdmin(TranslatedAdmin):
    """A record of any kind. A public one is taken off, not deleted."""

    list_display = ["title", "code", "publishing", "to_check", "missing"]
    list_filter = ["to_check", "programmes"]
    search_fields = ["words_folded", "code"]
    autocomplete_fields = [
        "programmes",
        "sectors",
        "tags",
        "countries",
        "figures",
        "document",
    ]
    permanent = ("code",)
    readonly_fields = ["is_sample"]
    rich_texts = ("body",)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("state"))
    def publishing(self, row):
        return row.publishing_state.label
