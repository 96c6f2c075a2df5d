"""A sealed version never changes, whatever asks: ORM, bulk, relations, raw SQL."""

import threading

import pytest
from django.db import DatabaseError, connection, models, transaction

from oneplanet import sealing
from programmes.models import PublishedFigure, SdgTarget, SourceDocument
from reporting.models import (
    Activity,
    ActivityVersion,
    HistoryEntry,
    Initiative,
    InitiativeEntry,
    InitiativeVersion,
    StoredFile,
    SubmissionReceipt,
)
from reporting.models.files import forget_unused
from reporting.models.version import LISTS, ROWS
from reporting.sample import clear_sample
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_country,
    make_draft,
    make_initiative,
    make_initiative_draft,
    make_organisation,
    make_programme,
    make_questions,
    make_stage,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db

# Relations to a sealed version that are not part of it.
BESIDE = {
    "reporting_publication",
    "reporting_historyentry",
    "reporting_placement",  # ends and is followed by another
    "reporting_drawnversion",  # classified again, beside it
    "reporting_translationrequest",  # of its reviewers, in another language
    "reporting_reviewtranslation",
    "reporting_twinprofile",  # made from it, and made anew when the way changes
    "reporting_submissionreceipt",
    "reporting_activitynote",  # said of a version, later, by others
    "reporting_initiativenote",
    "reporting_initiativepublication",
    "reporting_initiativeentry",
    "reporting_initiativereceipt",
    "reporting_reviewescalation",  # who was told of it
    "reporting_bulkapprovalrow",  # what became of it in an approval of several
}
# What rows of a version lead to, and is sealed with them.
BENEATH = {"reporting_storedfile"}


def sealed_version():
    activity = make_draft(author=make_user(), on_behalf_of=make_organisation())
    draft = activity.draft()
    draft.scope = make_term("scope", "REGIONAL")
    draft.question_set = make_questions(make_programme(), why="text")
    draft.save()
    draft.answers.create(question=draft.question_set.questions.get(), text="Because.")
    draft.countries.set([make_country("KEN")])
    draft.regions.set([make_term("reporting_region", "R_AFR")])
    draft.stages.set([make_stage()])
    draft.impacts.set([make_term("impact", "IMP_ENV")])
    draft.goals.set([make_term("goal", "SDG12")])
    draft.targets.set([make_target("12.1")])
    draft.tags.set([make_term("tag", "PLASTICS")])
    draft.quantities.create(what="People", status="value", value=3, unit="people")
    draft.partners.create(name="Somebody", role="host")
    draft.links.create(url="https://example.org/")
    stored = StoredFile.objects.create(sha256="a" * 64, size=1)
    draft.files.create(stored=stored, name="a.csv")
    author = activity.created_by
    activity.take(Action.SUBMIT, by=author)
    return ActivityVersion.objects.get(pk=draft.pk)


def make_target(code):
    return SdgTarget.objects.get_or_create(code=code, defaults={"order": 1})[0]


def sealed_with_a_refused_field():
    """Past the verb, which submits no such draft."""
    activity = make_draft()
    draft = activity.draft()
    draft.refused_fields.create(field="title", text='["typed"]')
    return draft.seal(by=activity.created_by, at=draft.saved_at)


def refused(attack):
    """The database refuses, and the transaction around goes on."""
    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        attack()


def sealed_tables():
    return {seal.table for seal in sealing.SEALS}


def relations_of(model):
    """The tables that lead to a version, and those of its lists."""
    for relation in model._meta.related_objects:
        yield relation.related_model._meta.db_table
    for field in model._meta.many_to_many:
        yield field.remote_field.through._meta.db_table


@pytest.mark.parametrize("model", [ActivityVersion, InitiativeVersion])
def test_every_relation_to_a_version_is_sealed_or_exempt_by_name(model):
    tables = set(relations_of(model)) - BESIDE
    assert tables <= sealed_tables()
    table = model._meta.db_table
    of_it = {seal.table for seal in sealing.SEALS if seal.of == table}
    assert of_it - BENEATH == tables
    assert all(seal.versions for seal in sealing.SEALS if seal.of)


def test_no_column_of_a_sealed_version_changes():
    refuses_every_column(sealed_version())


def test_no_column_of_a_sealed_initiative_changes():
    refuses_every_column(sealed_initiative())


def refuses_every_column(version):
    other_user, organisation = make_user(), make_organisation()
    for model in (make_draft, make_initiative_draft):
        model()
    values = {
        "CharField": "x",
        "TextField": "x",
        "DateField": "2001-01-01",
        "PositiveIntegerField": 99,
        "PositiveSmallIntegerField": 99,
        "FoldedField": "x",
    }
    for field in version._meta.concrete_fields:
        if field.primary_key:
            continue
        if field.is_relation:
            model = field.related_model
            value = {"User": other_user, "Organisation": organisation}.get(
                model.__name__
            )
            if value is None and field.null:
                value = None
            elif value is None:
                value = model.objects.exclude(
                    pk=getattr(version, field.attname)
                ).first()
        elif isinstance(field, models.DateTimeField):
            value = None if field.null else version.saved_at.replace(year=2001)
        else:
            value = values[type(field).__name__]
        rows = type(version).objects.filter(pk=version.pk)
        refused(lambda rows=rows, f=field, v=value: rows.update(**{f.name: v}))


def sealed_initiative():
    initiative = make_initiative_draft(
        owners=[make_organisation()],
        countries=[make_country("KEN")],
        regions=[make_term("reporting_region", "R_AFR")],
        sectors=[make_term("sector", "SEC_FOOD")],
    )
    initiative.take(Action.SUBMIT, by=initiative.created_by)
    return initiative.versions.get()


@pytest.mark.parametrize("name", InitiativeVersion.lists)
def test_no_list_of_a_sealed_initiative_changes(name):
    manager = getattr(sealed_initiative(), name)
    first = manager.get()
    makers = {"owners": make_organisation, "countries": lambda: make_country("FRA")}
    other = makers.get(name, lambda: make_term(first.vocabulary, "OTHER"))()
    for attack in (
        lambda: manager.add(other),
        lambda: manager.remove(first),
        manager.clear,
        lambda: manager.through.objects.all().delete(),
    ):
        refused(attack)
    assert list(manager.all()) == [first]


def test_what_was_refused_of_an_initiative_is_sealed_with_it():
    draft = make_initiative_draft().draft()
    row = draft.refused_fields.create(field="title", text='["typed"]')
    draft.seal(by=draft.entered_by, at=draft.saved_at)
    refused(lambda: draft.refused_fields.update(text="x"))
    refused(row.delete)
    refused(lambda: draft.refused_fields.create(field="type", text="x"))


def test_history_and_receipt_of_an_initiative_are_never_changed():
    version = sealed_initiative()
    entry = InitiativeEntry.objects.get(version=version)
    for row in (entry, version.receipt):
        refused(row.delete)
        refused(row.save)
    refused(lambda: Initiative.objects.update(is_sample=True))


def test_sealed_versions_of_sample_initiatives_may_be_deleted_but_not_changed():
    author = make_user()
    organisation = make_organisation(editor=author, is_sample=True)
    initiative = make_initiative_draft(author=author, organisation=organisation)
    initiative.take(Action.SUBMIT, by=author)
    version = initiative.versions.get()
    refused(lambda: InitiativeVersion.objects.update(title="Another"))
    initiative.history.all().delete()
    version.receipt.delete()
    version.delete()
    assert not InitiativeVersion.objects.exists()


def test_which_initiative_a_sealed_version_is_part_of_stays():
    initiative, author = make_initiative(), make_user()
    activity = make_draft(author=author, initiative=initiative)
    activity.take(Action.SUBMIT, by=author)
    refused(lambda: activity.versions.update(initiative=None))
    refused(lambda: activity.versions.update(initiative=make_initiative()))


@pytest.mark.parametrize("name", LISTS)
def test_no_list_of_a_sealed_version_changes(name):
    version = sealed_version()
    manager = getattr(version, name)
    makers = {"countries": make_country, "stages": make_stage, "targets": make_target}
    make = makers.get(name)
    other = make("FRA") if make else make_term(manager.first().vocabulary)
    first = manager.first()
    refused(lambda: manager.add(other))
    refused(lambda: manager.remove(first))
    refused(manager.clear)
    refused(lambda: manager.set([other]))
    through = manager.through
    row = through.objects.filter(activityversion=version).first()
    refused(lambda: through.objects.filter(pk=row.pk).delete())
    column = next(
        f
        for f in through._meta.fields
        if f.is_relation and f.related_model is type(other)
    )
    refused(lambda: through.objects.filter(pk=row.pk).update(**{column.name: other}))
    assert list(manager.all()) == [first]


@pytest.mark.parametrize("name", [*ROWS, "refused_fields"])
def test_no_row_of_a_sealed_version_changes(name):
    is_refused = name == "refused_fields"
    version = sealed_with_a_refused_field() if is_refused else sealed_version()
    column, value = ("text", "x") if is_refused else ("order", 7)
    row = getattr(version, name).get()
    setattr(row, column, value)
    refused(row.save)
    refused(lambda: getattr(version, name).update(**{column: value}))
    refused(lambda: type(row).objects.bulk_update([row], [column]))
    refused(lambda: type(row).objects.filter(pk=row.pk).delete())
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    copy._state.adding = True
    refused(copy.save)
    refused(lambda: type(row).objects.bulk_create([copy]))


def test_a_row_of_a_draft_is_not_moved_to_a_sealed_version():
    version = sealed_version()
    draft = make_draft().draft()
    link = draft.links.create(url="https://example.org/")
    link.version = version
    refused(link.save)


def test_no_column_of_a_file_a_sealed_version_names_changes():
    stored = sealed_version().files.get().stored
    rows = StoredFile.objects.filter(pk=stored.pk)
    stored.size = 2
    refused(stored.save)
    refused(lambda: StoredFile.objects.bulk_update([stored], ["size"]))
    for column, value in {
        "sha256": "b" * 64,
        "size": 2,
        "content": "elsewhere",
        "stored_at": stored.stored_at.replace(year=2001),
    }.items():
        refused(lambda c=column, v=value: rows.update(**{c: v}))
    assert {f.name for f in StoredFile._meta.concrete_fields} == {
        *("id", "sha256", "size", "content", "stored_at")
    }


def test_a_file_of_drafts_alone_may_change_and_go():
    draft = make_draft().draft()
    stored = StoredFile.objects.create(sha256="c" * 64, size=1)
    row = draft.files.create(stored=stored, name="a.csv")
    StoredFile.objects.update(size=2)
    row.delete()
    forget_unused([stored.pk])
    assert StoredFile.objects.count() == 0


def test_a_file_goes_once_the_samples_that_named_it_are_gone():
    author = make_user()
    organisation = make_organisation(editor=author, is_sample=True)
    activity = make_draft(author=author, organisation=organisation)
    stored = StoredFile.objects.create(sha256="d" * 64, size=1)
    activity.draft().files.create(stored=stored, name="a.csv")
    activity.take(Action.SUBMIT, by=author)
    refused(lambda: StoredFile.objects.update(size=2))
    clear_sample()
    assert StoredFile.objects.count() == 0


def test_raw_sql_is_refused_too():
    version = sealed_version()
    attacks = [
        "UPDATE reporting_activityversion SET title = 'x' WHERE id = %s",
        "UPDATE reporting_activityversion SET sealed_at = NULL WHERE id = %s",
        "DELETE FROM reporting_activityversion WHERE id = %s",
        "DELETE FROM reporting_quantity WHERE version_id = %s",
        "UPDATE reporting_quantity SET value = 4 WHERE version_id = %s",
        "DELETE FROM reporting_activityversion_sectors WHERE activityversion_id = %s",
        "DELETE FROM reporting_activityversion_targets WHERE activityversion_id = %s",
        "UPDATE reporting_activityversion SET on_behalf_of_id = NULL WHERE id = %s",
        "UPDATE reporting_storedfile SET sha256 = 'x' WHERE id = "
        "(SELECT stored_id FROM reporting_versionfile WHERE version_id = %s)",
        "DELETE FROM reporting_storedfile WHERE id = "
        "(SELECT stored_id FROM reporting_versionfile WHERE version_id = %s)",
        "UPDATE reporting_historyentry SET comment = 'x' WHERE version_id = %s",
        "DELETE FROM reporting_historyentry WHERE version_id = %s",
    ]
    for sql in attacks:
        refused(lambda sql=sql: connection.cursor().execute(sql, [version.pk]))


def test_upserts_are_refused_too():
    version = sealed_version()
    version.title = "Another"
    refused(
        lambda: ActivityVersion.objects.bulk_create(
            [version],
            update_conflicts=True,
            update_fields=["title"],
            unique_fields=["id"],
        )
    )


@pytest.mark.sqlite_only
def test_replacing_a_row_is_refused_too():
    """SQLite's REPLACE deletes what stands in its way."""
    version, number = sealed_version(), published_figure().pk
    version.activity.take(Action.RECALL, by=version.sealed_by)
    draft = version.activity.draft()
    attacks = [
        (
            "UPDATE OR REPLACE reporting_activityversion SET number = %s WHERE id = %s",
            [version.number, draft.pk],
        ),
        (replace(ActivityVersion, {"title": "'x'"}), [version.pk]),
        (replace(ActivityVersion, {"id": "NULL", "title": "'x'"}), [version.pk]),
        (replace(PublishedFigure, {"number": "99"}), [number]),
        (replace(PublishedFigure, {"id": "NULL", "number": "99"}), [number]),
    ]
    for sql, values in attacks:
        refused(lambda sql=sql, v=values: connection.cursor().execute(sql, v))
    assert ActivityVersion.objects.get(pk=version.pk).title == version.title
    assert PublishedFigure.objects.get().number == 3


def replace(model, changes: dict) -> str:
    """SQL that puts a changed copy in the place of a row."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = [changes.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    rows = f"SELECT {', '.join(values)} FROM {table} WHERE id = %s"  # noqa: S608
    return f"REPLACE INTO {table} ({names}) {rows}"


def test_history_is_never_changed():
    version = sealed_version()
    entry = HistoryEntry.objects.get(version=version)
    entry.comment = "Something else"
    refused(entry.save)
    refused(entry.delete)


def test_a_receipt_is_neither_changed_nor_deleted():
    version, other = sealed_version(), make_activity(state=State.SUBMITTED)
    receipt = version.receipt
    rows = SubmissionReceipt.objects.filter(pk=receipt.pk)
    refused(receipt.delete)
    refused(lambda: rows.update(code="R-00000000"))
    refused(lambda: rows.update(version=other.versions.get()))
    receipt.code = "R-00000000"
    refused(receipt.save)
    names = {field.name for field in SubmissionReceipt._meta.concrete_fields}
    assert names == {"id", "version", "code"}


def test_a_draft_does_change():
    draft = make_draft().draft()
    draft.title = "Another"
    draft.save()
    draft.sectors.set([make_term()])
    draft.links.create(url="https://example.org/")
    draft.delete()


def test_a_real_activity_is_not_made_a_sample_to_delete_it():
    version = sealed_version()
    rows = Activity.objects.filter(pk=version.activity_id)
    refused(lambda: rows.update(is_sample=True))


def test_sealed_versions_of_samples_may_be_deleted_but_not_changed():
    author = make_user()
    organisation = make_organisation(editor=author, is_sample=True)
    activity = make_draft(author=author, organisation=organisation)
    activity.draft().quantities.create(
        what="People", status="value", value=3, unit="people"
    )
    activity.take(Action.SUBMIT, by=author)
    version = activity.versions.get()
    refused(lambda: ActivityVersion.objects.update(title="Another"))
    refused(lambda: version.quantities.update(value=4))
    refused(lambda: version.links.create(url="https://example.org/"))
    refused(lambda: SubmissionReceipt.objects.update(code="R-00000000"))
    activity.history.all().delete()
    version.receipt.delete()
    version.delete()
    assert not ActivityVersion.objects.exists()


def published_figure():
    document = SourceDocument.objects.create(symbol="E/1", kind="report", title="A")
    return PublishedFigure.objects.create(
        code="PF-X", document=document, paragraph="1", number=3, qualifier="exact"
    )


def test_a_published_figure_is_neither_changed_nor_deleted():
    figure = published_figure()
    figure.number = 4
    refused(figure.save)
    refused(lambda: PublishedFigure.objects.update(period="2020"))
    refused(lambda: PublishedFigure.objects.all().delete())
    refused(
        lambda: connection.cursor().execute("DELETE FROM programmes_publishedfigure")
    )


@pytest.mark.django_db(transaction=True)
def test_the_seals_stand_after_tables_were_emptied_and_made_again():
    sealing.make_seals()
    version = sealed_version()
    with pytest.raises(DatabaseError, match="sealed"):
        ActivityVersion.objects.filter(pk=version.pk).update(title="Another")


def add_a_link(draft):
    draft.links.create(url="https://example.org/late")


def change_a_file(draft):
    StoredFile.objects.filter(attached__version=draft).update(size=2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [add_a_link, change_a_file])
def test_nothing_slips_into_a_version_while_it_is_sealed(change):
    """A change in one open transaction, the seal set in another."""
    activity = make_activity(state=State.DRAFT, author=(author := make_user()))
    draft = activity.draft()
    draft.links.create(url="https://example.org/")
    stored = StoredFile.objects.create(sha256="e" * 64, size=1)
    draft.files.create(stored=stored, name="a.csv")
    submitted = threading.Event()

    def submit():
        try:
            activity.take(Action.SUBMIT, by=author)
        finally:
            submitted.set()
            connection.close()

    worker = threading.Thread(target=submit)
    try:
        with transaction.atomic():
            change(draft)
            worker.start()
            assert not submitted.wait(0.5)
    finally:
        worker.join(20)
    version = ActivityVersion.objects.get(pk=draft.pk)
    assert version.sealed_at is not None
    with pytest.raises(DatabaseError, match="sealed"):
        change(version)
