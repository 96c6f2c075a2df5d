"""What solves a search that fails: other words, a chosen result. Saved, it is in use,
and what people asked for in these words waits no more.
"""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs.models import AskedQuery, ChosenResult, SearchSynonym
from knowledge_hubs.models.searches import LONGEST
from knowledge_hubs.search.choosing import record_at, title_of
from knowledge_hubs.search.vocabulary import phrases
from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin, CuratedForm
from oneplanet.desk import Subject
from oneplanet.search.documents import Key
from oneplanet.text.analysis import parse
from oneplanet.text.folding import fold

MOST_PHRASES = 8
How = AskedQuery.How


# --- Settling -------------------------------------------------------------------------


def settle(how, language, words, *, by):
    """What people asked for in these words is solved, unless it was already."""
    for row in _asked(language, words).filter(how__in=("", How.ASIDE)):
        row.settle(how, by=by)
        _keep(row, by)


def reopen(how, language, words, *, by):
    """What was solved by something that is gone waits again."""
    for row in _asked(language, words).filter(how=how):
        row.reopen()
        _keep(row, by)


def _asked(language, words):
    return AskedQuery.objects.filter(language=language, query=fold(words))


def _keep(row, by):
    """Counts are written meanwhile, and not over."""
    row._history_user = by
    row.save(update_fields=["how", "settled_at", "settled_by"])


class SolvingAdmin(CuratedAdmin):
    """Rows that solve what people asked for; ``how`` and the field of their words."""

    subject = Subject.WORDS
    how: str
    words: str

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        if change:
            self._reopen(request, obj.pk)
        super().save_model(request, obj, form, change)
        settle(self.how, obj.language, getattr(obj, self.words), by=request.user)

    @transaction.atomic
    def delete_model(self, request, obj):
        self._reopen(request, obj.pk)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self._reopen(request, obj.pk)
        super().delete_queryset(request, queryset)

    def _reopen(self, request, pk):
        before = self.model.objects.get(pk=pk)
        words = getattr(before, self.words)
        reopen(self.how, before.language, words, by=request.user)


# --- Synonyms -------------------------------------------------------------------------


class SolvingForm(CuratedForm):
    """Checks what the database asks of the folded words, which it does not show."""

    words: str

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        folded = fold(getattr(self.instance, self.words))
        setattr(self.instance, f"{self.words}_folded", folded)
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)


class SynonymForm(SolvingForm):
    words = "asked"

    def clean(self):
        given = super().clean()
        language = given.get("language")
        lines = phrases(given.get("means", ""))
        if language and given.get("asked") and not _says(given["asked"], language):
            self.add_error("asked", _("This is nothing the search can look for."))
        if len(lines) > MOST_PHRASES or any(len(line) > LONGEST for line in lines):
            text = _("At most eight lines, of a hundred letters each.")
            self.add_error("means", text)
        elif language and any(not _says(line, language) for line in lines):
            text = _("One of these lines is nothing the search can look for.")
            self.add_error("means", text)
        elif lines and {fold(line) for line in lines} == {fold(given.get("asked"))}:
            self.add_error("means", _("These are the same words."))
        return given


def _says(text, language) -> bool:
    return bool(parse(text, language).words)


@admin.register(SearchSynonym, site=site)
class SearchSynonymAdmin(SolvingAdmin):
    form = SynonymForm
    how, words = How.SYNONYM, "asked"
    list_display = ["asked", "language", "means", "is_one_way", "updated_at"]
    list_filter = ["language", "is_one_way"]
    search_fields = ["asked_folded", "means"]


# --- Chosen results -------------------------------------------------------------------


class ChosenForm(SolvingForm):
    words = "query"

    def clean_address(self):
        address = self.cleaned_data["address"].strip()
        found = record_at(address)
        if found is None:
            raise ValidationError(
                _(
                    "No public record of this portal has its page there. Copy the "
                    "whole address, from the language on: /en/…"
                )
            )
        self.instance.kind, self.instance.key = found
        return address


@admin.register(ChosenResult, site=site)
class ChosenResultAdmin(SolvingAdmin):
    form = ChosenForm
    how, words = How.CHOSEN, "query"
    list_display = ["query", "language", "leads_to", "updated_at"]
    list_filter = ["language"]
    search_fields = ["query_folded", "address"]
    fields = ["language", "query", "address", "leads_to", "note"]
    readonly_fields = ["leads_to"]

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, row):
        if not row.pk:
            return "–"
        title = title_of(Key(row.kind, row.key))
        return title or _("Nothing: the record is not public any more.")
