"""What is taken away and comes back: read, compared and written."""

from datetime import date

import pytest
from django.utils import translation

from reporting.drafts import save_draft
from reporting.imports import accepting
from reporting.imports.columns import BY_CODE
from reporting.models import (
    Activity,
    RefusedField,
)
from reporting.posted import data_of
from reporting.workflow import StepRefused
from tests.factories import (
    fill,
    make_draft,
    make_organisation,
    make_questions,
    make_user,
)
from tests.reporting.sheets import (
    NEW,
    bring,
    outcomes,
    rewrite,
    says,
    table,
    take_over,
    taken,
    told,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans", "fr", "ru", "es"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_was_taken_away_and_not_touched_changes_nothing(
    reference, author, ours, language, ending
):
    for title in ("=1+1", "'quoted'", "-5 | and \\ so on"):
        activity = make_draft(author=author, organisation=ours, title=title)
        fill(activity.draft(), times=2)
        activity.draft().partners.create(name="A | B\\", role="host")
    content = workbook(author, ours, language)
    if ending == "csv":
        content = table(*taken(author, ours, language))
    upload = bring(author, ours, content, f"back.{ending}", language="en")
    assert (upload.state, upload.notes_in_words) == ("ready", [])
    assert outcomes(upload) == dict.fromkeys((2, 3, 4), "same")


def test_a_new_row_becomes_the_draft_the_form_would_have_made(author, ours, programme):
    upload = bring(author, ours, table(NEW))
    assert (told(upload), outcomes(upload)) == ({}, {2: "added"})
    assert Activity.objects.count() == 0
    assert take_over(upload, author) == 1
    activity = Activity.objects.get()
    assert activity.programme == programme
    assert (activity.organisation, activity.created_by) == (ours, author)
    assert says(activity) == {
        "programme": "SFS",
        "initiative": "",
        "title": "Lunch from the garden",
        "summary": "We grew it.",
        "results": "",
        "language": "en",
        "type": "TRAINING",
        "started_on": "2020-03-01",
        "ended_on": "",
        "scope": "GLOBAL",
        **dict.fromkeys(("countries", "regions", "stages", "impacts"), []),
        **dict.fromkeys(("goals", "targets", "tags"), []),
        "sectors": ["SEC_FOOD"],
        "partners": [["University of Examples", "host"], ["A bank", "funding"]],
        "quantities": [
            ["Meals", "value", "1200", "meals", ""],
            ["Waste", "no_data", "", "", "Nobody weighed it."],
        ],
        "links": [["https://example.org/lunch", "Photographs"]],
    }
    draft = activity.draft()
    assert (draft.number, draft.edit_count, draft.entered_by) == (1, 0, author)
    assert draft.title_folded == "lunch from the garden"
    row = upload.rows.get()
    assert (row.activity, row.left_count) == (activity, 0)


def test_not_one_column_differs_from_what_the_form_would_have_written(
    author, ours, programme
):
    edition = make_questions(programme, which="one")
    take_over(bring(author, ours, table(NEW)), author)
    by_file = Activity.objects.get()
    assert by_file.draft().question_set == edition
    by_form = Activity.begin(by=author, organisation=ours)
    save_draft(by_form, by=author, data=data_of(by_file.draft()), counter=0)
    by_form.refresh_from_db()
    own = {"id", "code", "created_at", "activity", "saved_at", "version"}
    own |= {"edit_count", "page_key", "page_count"}
    for mine, theirs in (
        (by_file, by_form),
        (by_file.draft(), by_form.draft()),
        *zip(*(a.draft().partners.all() for a in (by_file, by_form)), strict=True),
        *zip(*(a.draft().quantities.all() for a in (by_file, by_form)), strict=True),
        *zip(*(a.draft().links.all() for a in (by_file, by_form)), strict=True),
    ):
        fields = [f.attname for f in mine._meta.concrete_fields if f.name not in own]
        for name in fields:
            assert getattr(mine, name) == getattr(theirs, name), name
    assert by_file.created_at and by_file.draft().saved_at


def test_a_partner_of_the_network_is_known_by_its_name(author, ours, programme):
    body = make_organisation(name="Ministère de l’Été")
    upload = bring(
        author, ours, table(NEW | {"partners": "ministere de l'ete | Funded it"})
    )
    take_over(upload, author)
    partner = Activity.objects.get().draft().partners.get()
    assert (partner.organisation, partner.name, partner.role) == (body, "", "funding")


def test_only_what_was_changed_is_changed(author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    rewrite(activity, author, summary="Somebody wrote on.")
    upload = bring(author, ours, table(row | {"title": "New"}))
    (kept,) = upload.rows.all()
    assert kept.outcome == "changed"
    assert kept.differences == [
        {
            "field": "title",
            "kind": "changed",
            "base": "Old",
            "there": "Old",
            "mine": "New",
        }
    ]
    take_over(upload, author)
    content = says(activity)
    assert (content["title"], content["summary"]) == ("New", "Somebody wrote on.")
    assert activity.draft().edit_count == 2


def test_a_field_both_changed_is_a_conflict_until_somebody_chooses(author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    rewrite(activity, author, title="Theirs", results="More.")
    upload = bring(author, ours, table(row | {"title": "Mine", "results": "Less."}))
    (kept,) = upload.rows.all()
    assert (kept.outcome, {d["field"]: d["kind"] for d in kept.differences}) == (
        "conflict",
        {"title": "conflict", "results": "conflict"},
    )
    with pytest.raises(StepRefused):  # "all" leaves conflicts alone
        take_over(upload, author)
    with pytest.raises(accepting.Undecided):
        take_over(upload, author, [kept.pk], {kept.pk: {"title": "mine"}})
    assert says(activity)["title"] == "Theirs"
    take_over(
        upload, author, [kept.pk], {kept.pk: {"title": "mine", "results": "theirs"}}
    )
    content = says(activity)
    assert (content["title"], content["results"]) == ("Mine", "More.")


@pytest.mark.parametrize("file", ["", "S-UNKNOWN", "of another organisation"])
def test_without_what_it_was_begun_from_every_difference_is_a_conflict(
    author, ours, file
):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    if file.startswith("of"):
        stranger = make_user()
        theirs = make_organisation(editor=stranger)
        make_draft(author=stranger, organisation=theirs)
        file = taken(stranger, theirs)[0]["file"]
    upload = bring(author, ours, table(row | {"title": "New", "file": file}))
    assert outcomes(upload) == {2: "conflict"}
    assert says(activity)["title"] == "Old"


def test_a_column_left_out_stays_and_an_emptied_cell_empties(author, ours):
    activity = make_draft(author=author, organisation=ours, results="Much.")
    (row,) = taken(author, ours)
    kept = {name: row[name] for name in ("code", "file", "title")}
    upload = bring(author, ours, table(kept | {"summary": ""}))
    take_over(upload, author)
    content = says(activity)
    assert (content["summary"], content["results"]) == ("", "Much.")
    assert content["sectors"] == ["SEC_FOOD"]


def test_heads_are_known_in_six_languages_and_numbers_in_those_of_the_file(
    author, ours, programme
):
    heads = []
    for code, language in {
        "title": "es",
        "programme": "ar",
        "quantities": "ru",
    }.items():
        with translation.override(language):
            heads.append(str(BY_CODE[code].label))
    cells = dict(zip(heads, ("A", "SFS", "Comidas | 1.200 | comidas"), strict=True))
    upload = bring(author, ours, table(cells), language="es")
    assert take_over(upload, author) == 1
    assert says(Activity.objects.get())["quantities"][0][2] == "1200"
    activity = make_draft(author=author, organisation=ours)
    activity.draft().quantities.create(
        what="Repas", status="value", value="1234.5", unit="repas"
    )
    row = taken(author, ours, "fr")[0]
    assert row["quantities"] == "Repas | 1234,5 | repas"
    upload = bring(author, ours, table(row))
    assert outcomes(upload) == {2: "same"}


def test_what_was_refused_of_a_field_is_mended_by_the_file(author, ours):
    activity = make_draft(author=author, organisation=ours)
    rewrite(activity, author, started_on="one day")
    assert RefusedField.objects.count() == 1
    (row,) = taken(author, ours)
    take_over(bring(author, ours, table(row | {"started_on": "2020-05-01"})), author)
    assert RefusedField.objects.count() == 0
    assert activity.draft().started_on == date(2020, 5, 1)
