"""Each state of an import is a page: it says what is so and what comes next."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from reporting.imports import working
from reporting.imports.undoing import undo
from reporting.models import Activity, SheetUpload
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_term,
    make_type,
    make_user,
)
from tests.reporting.sheets import bring, table, take_over, taken

pytestmark = pytest.mark.django_db
LIST = reverse("reporting:my_sheets")
TAKE = reverse("reporting:sheet_take")


@pytest.fixture
def author(client):
    user = make_user(name="Paul")
    client.force_login(user)
    return user


@pytest.fixture
def ours(author):
    make_programme(code="SFS", slug="food", name="Food systems")
    make_type("TRAINING")
    make_term("scope", "GLOBAL", label="Global")
    make_term("sector", "SEC_FOOD", label="Food")
    return make_organisation(code="ours", editor=author)


ACCEPT, ACCEPT_ALL = "Accept the ticked rows", "Accept all that are new or changed"
UNDO, WAITING = "Undo the whole import", "Download the rows that still wait"
GOOD = {"title": "A", "programme": "SFS"}
BAD = {"title": "", "programme": "SFS", "type": "X"}


def words_of(markup):
    return " ".join(re.sub("<[^>]+>", "", markup).split())


def stands(client, upload, say):
    """(word of the state, groups, heads of the rows, what is offered)"""
    page = client.get(upload.get_absolute_url()).content.decode()
    assert say in words_of(page)
    line = words_of(re.search('<p class="byline">(.*?)</p>', page, re.S)[1])
    found = re.search("<nav aria-label=.Rows by.*?</nav>", page, re.S)[0]
    groups = [words_of(item) for item in re.findall("<li>(.*?)</li>", found, re.S)]
    main = page.split("<main")[1].split("</main>")[0]
    heads = [words_of(head) for head in re.findall("<h2>(.*?)</h2>", main, re.S)]
    offered = [words for words in (ACCEPT, ACCEPT_ALL, UNDO, WAITING) if words in page]
    return line.split(" · ")[0], groups, heads, offered


def test_an_import_says_how_it_stands_from_being_read_to_undone(client, author, ours):
    upload = bring(author, ours, table(GOOD, GOOD | {"title": "B"}))
    assert stands(client, upload, "Nothing is written yet.") == (
        "Ready to be checked",
        ["All rows", "New: 2"],
        ["New"],
        [ACCEPT, ACCEPT_ALL, WAITING],
    )
    take_over(upload, author, rows=[upload.rows.first().pk])
    assert stands(client, upload, "Some rows are accepted") == (
        "Partly accepted",
        ["All rows", "New: 1", "Accepted: 1"],
        ["New", "Accepted"],
        [ACCEPT, ACCEPT_ALL, UNDO, WAITING],
    )
    take_over(upload, author)
    assert stands(client, upload, "Every row that changes something is accepted") == (
        "Accepted",
        ["All rows", "Accepted: 2"],
        ["Accepted"],
        [UNDO],
    )
    changed = upload.rows.get(number=3).activity
    changed.versions.update(title="Changed since", edit_count=9)
    undo(upload, by=author)
    assert stands(client, upload, "This import was undone by Paul on") == (
        "Undone",
        ["All rows", "Undone: 1", "Left as they are: 1"],
        ["Undone", "Left as they are"],
        [],
    )


def test_an_import_with_rows_to_mend_says_that_they_wait(client, author, ours):
    upload = bring(author, ours, table(GOOD, BAD))
    take_over(upload, author)
    assert stands(client, upload, "All rows that could be accepted are") == (
        "Partly accepted",
        ["All rows", "To be mended: 1", "Accepted: 1"],
        ["To be mended", "Accepted"],
        [UNDO, WAITING],
    )
    undo(upload, by=author)
    assert stands(client, upload, "This import was undone by Paul on") == (
        "Undone",
        ["All rows", "Undone: 1", "Never accepted: 1"],
        ["Never accepted", "Undone"],
        [],
    )


def test_an_import_with_nothing_to_accept_offers_no_acceptance(client, author, ours):
    upload = bring(author, ours, table(BAD))
    assert stands(client, upload, "No row can be accepted as it is.") == (
        "Nothing to accept",
        ["All rows", "To be mended: 1"],
        ["To be mended"],
        [WAITING],
    )
    make_draft(author=author, organisation=ours, title="Same")
    upload = bring(author, ours, table(*taken(author, ours)))
    assert stands(client, upload, "Every row says what is there already.") == (
        "Nothing to accept",
        ["Unchanged: 1"],
        [],
        [],
    )
    page = client.get(upload.get_absolute_url()).text
    assert "No such rows." not in page
    assert '<a href="/en/my/activities/">Go to my activities</a>' in page


def test_an_import_in_conflict_alone_has_no_button_for_all(client, author, ours):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "Mine", "file": ""}))
    assert stands(client, upload, "Nothing is written yet.") == (
        "Ready to be checked",
        ["All rows", "In conflict: 1"],
        ["In conflict"],
        [ACCEPT, WAITING],
    )
    kept = upload.rows.get()
    take_over(upload, author, rows=[kept.pk], chosen={kept.pk: {"title": "mine"}})
    page = words_of(client.get(upload.get_absolute_url()).content.decode())
    assert "There beforeOld" in page and "You kept yours." in page


def test_an_import_of_long_ago_says_that_it_stays(client, author, ours):
    upload = bring(author, ours, table(GOOD, BAD))
    take_over(upload, author)
    SheetUpload.objects.update(
        at=upload.at - timedelta(days=40),
        accepted_at=upload.at - timedelta(days=40),
    )
    working.forget_old()
    assert stands(client, upload, "After thirty days the file is deleted") == (
        "Accepted, can no longer be undone",
        ["All rows", "Accepted: 1"],
        ["Accepted"],
        [],
    )


def test_the_list_says_the_same_of_each_import(client, author, ours):
    first = bring(author, ours, table(GOOD, BAD), name="first.csv")
    take_over(first, author)
    bring(author, ours, table(BAD), name="second.csv")
    stuck = bring(author, ours, table(GOOD), name="third.csv")
    SheetUpload.objects.filter(pk=stuck.pk).update(state="waiting", attempts=3)
    page = words_of(client.get(LIST).content.decode())
    for words in (
        "third.csv · Failed on our side · Paul",
        "second.csv · Nothing to accept · Paul",
        "first.csv · Partly accepted · Paul",
    ):
        assert words in page, words


def test_the_three_texts_of_a_field_stand_as_blocks_without_a_table(
    client, author, ours
):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "New"}))
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "<table" not in page and 'class="scroll"' not in page
    assert "When you downloaded it Old There now Old Yours New" in (
        words_of(page.replace("</d", " </d"))
    )


def test_a_row_of_unknown_beginning_says_so_once_and_asks_for_the_whole(
    client, author, ours
):
    make_draft(author=author, organisation=ours, title="Old", results="Old")
    (row,) = taken(author, ours)
    mine = row | {"title": "Mine", "results": "Mine", "file": ""}
    upload = bring(author, ours, table(mine))
    pk = upload.rows.get().pk
    page = client.get(upload.get_absolute_url()).content.decode()
    assert page.count("We cannot tell what this row was begun from") == 1
    assert "When you downloaded it" not in page
    posted = {"row": pk, f"choice-{pk}-whole": "mine", "once": "a"}
    assert client.post(upload.get_absolute_url(), posted).status_code == 302
    draft = Activity.objects.get().draft()
    assert (draft.title, draft.results) == ("Mine", "Mine")


def test_where_there_is_nothing_to_undo_the_page_says_why(client, author, ours):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "Mine", "file": ""}))
    pk = upload.rows.get().pk
    take_over(upload, author, [pk], {pk: {"title": "theirs"}})
    address = reverse("reporting:sheet_undo", args=[upload.pk])
    page = words_of(client.get(address).content.decode())
    assert "There is nothing to undo: for every row you accepted" in page
    page = words_of(client.post(address, {"once": "u"}, follow=True).content.decode())
    assert "There is nothing to undo" in page and "Partly accepted" not in page
    assert "Undone" not in page
