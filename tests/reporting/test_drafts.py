"""A draft keeps what can be kept, and what cannot be read as it was typed."""

import pytest
from django.utils import translation

from oneplanet.models import OutgoingMail
from programmes.models import OrganisationName
from reporting.drafts import EditConflict, save_draft
from reporting.forms import MOST_ROWS
from reporting.models import Activity
from reporting.posted import bind, data_of
from reporting.readiness import problems_of
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    join,
    make_activity,
    make_organisation,
    make_programme,
    make_term,
    make_user,
)
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def save(writer, data, **given):
    user, activity = writer
    given.setdefault("counter", activity.draft().edit_count)
    return save_draft(activity, by=user, data=data, **given)


def stored(version, prefix="") -> dict:
    data = data_of(type(version).objects.get(pk=version.pk))
    return {name: texts for name, texts in data.lists() if name.startswith(prefix)}


def refusals(version) -> list:
    return sorted(version.refused_fields.values_list("field", flat=True))


# --- Round trips --------------------------------------------------------------------


ROWS = {
    **row("partners", 0, name="Somebody", role="host"),
    **row("partners", 1, name="Somebody else", role="funding"),
    **row("quantities", 0, what="Meals", status="value", value="1234.5"),
    **{"quantities-0-unit": "meals", "quantities-0-reason": ""},
    **row("quantities", 1, what="Cooks", status="no_data", value="", unit=""),
    **{"quantities-1-reason": "Nobody counted."},
    **row("quantities", 2, what="Zero", status="value", value="0", unit="kg"),
    **{"quantities-2-reason": "It stayed at nothing."},
    **row("links", 0, url="https://example.org/a?b=c", label="The report"),
}


def test_everything_saved_is_read_back_as_it_was_posted(writer):
    data = typed(**ROWS)
    version = save(writer, data)
    assert stored(version) == sent(data)
    assert refusals(version) == []


def test_nothing_at_all_is_a_draft_too(writer):
    version = save(writer, typed(**dict.fromkeys(typed(), "")))
    assert {name for name, texts in stored(version).items() if any(texts)} == {
        "language",
        "programme",
    }


WRONG = {
    "title": "x" * 201,
    "summary": "y" * 5001,
    "results": "z\ufffdz",
    "language": "xx",
    "type": "NO_SUCH",
    "started_on": "31/02/2020",
    "ended_on": "soon",
    "scope": "NO_SUCH",
    "countries": ["KEN", "XXX"],
    "regions": ["NO_SUCH"],
    "sectors": ["SEC_FOOD", "<script>"],
    "stages": ["NO_SUCH"],
    "impacts": ["NO_SUCH"],
    "goals": ["SDG99"],
    "targets": ["13.1"],
    "tags": ["NO_SUCH"],
    "programme": "ZZZ",
}
WRONG_ROWS = {
    **row("partners", 0, name="p" * 251, role="host"),
    **row("partners", 1, name="Good", role="host"),
    **row("partners", 2, name="Good", role="owner"),
    **row("quantities", 0, what="", status="value", value="many", unit="", reason=""),
    **row("quantities", 1, what="Both", status="no_data", value="3", unit="kg"),
    **{"quantities-1-reason": "Why"},
    **row("links", 0, url="javascript:alert(1)", label="Click"),
    **row("links", 1, url="", label="Only words"),
}


def test_everything_refused_is_read_back_as_it_was_typed(writer):
    data = typed(**WRONG, **WRONG_ROWS)
    version = save(writer, data)
    assert stored(version) == sent(data)
    refused_rows = {"partners-0", "partners-2", "quantities-0", "quantities-1"}
    assert set(refusals(version)) == set(WRONG) | refused_rows | {"links-0", "links-1"}
    assert [partner.name for partner in version.partners.all()] == ["Good"]


@pytest.mark.parametrize("name", WRONG)
def test_one_refused_field_takes_no_other_with_it(writer, name):
    data = typed(**{name: WRONG[name]})
    version = save(writer, data)
    assert refusals(version) == [name]
    assert stored(version) == sent(data)
    mended = typed()
    version = save(writer, mended)
    assert refusals(version) == []
    assert stored(version) == sent(mended)


def test_a_refused_field_keeps_the_text_that_was_good_beneath(writer):
    save(writer, typed())
    version = save(writer, typed(title="x" * 201))
    assert version.title == "Cooking at school"
    assert stored(version, "title") == {"title": ["x" * 201]}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("01/01/2020", "01/02/2020"), ("01/01/2021", "01/12/2020")),
        (("01/01/2020", "01/02/2020"), ("01/01/2021", "never")),
        (("01/06/2020", "01/07/2020"), ("someday", "01/01/2020")),
    ],
)
def test_days_refused_leave_no_contradiction(writer, first, then):
    save(writer, typed(started_on=first[0], ended_on=first[1]))
    data = typed(started_on=then[0], ended_on=then[1])
    assert stored(save(writer, data)) == sent(data)


def test_line_breaks_of_browsers_count_as_one_character(writer):
    version = save(writer, typed(summary="\r\n".join("a" * 2500) + "b"))
    assert version.summary == "\n".join("a" * 2500) + "b"


def test_refused_rows_keep_their_place_and_blank_ones_go(writer):
    data = typed(
        **row("links", 0, url="https://example.org/1", label="one"),
        **row("links", 1, url="nonsense", label="two"),
        **row("links", 2, url=" ", label=""),
        **row("links", 5, url="https://example.org/3", label="three"),
    )
    labels = [f"links-{n}-label" for n in range(3)]
    kept = stored(save(writer, data), "links")
    assert [kept[name] for name in labels] == [["one"], ["two"], ["three"]]
    assert len(kept) == 6


def test_a_row_of_choices_alone_is_blank(writer):
    given = row("partners", 0, name="", role="host")
    given |= row("quantities", 0, what="", status="no_data")
    version = save(writer, typed(**given))
    assert (version.partners.count(), version.quantities.count()) == (0, 0)
    assert refusals(version) == []


def test_rows_past_the_limit_are_kept_as_typed_and_refused_in_words(client, writer):
    user, activity = writer
    given = {}
    for number in range(MOST_ROWS + 2):
        given |= row("links", number, url=f"https://example.org/{number}", label="")
    data = typed(**given)
    version = save(writer, data)
    assert refusals(version) == ["links-40", "links-41"]
    assert stored(version) == sent(data)
    client.force_login(user)
    page = client.get(edit_url(activity)).content.decode()
    assert (
        page.count("There is room for 40 rows here.") == 6
    )  # beside, above, in the panel
    assert page.count("There is room for <bdi>40</bdi> rows here.") == 1
    assert 'name="links-42-url"' not in page


def test_a_counter_of_rows_is_not_believed(writer):
    given = row("links", 7, url="https://example.org/7", label="")
    version = save(writer, typed(**given, **{"links-count": "9" * 5000}))
    assert [link.url for link in version.links.all()] == ["https://example.org/7"]


# --- Words, names, numbers, days ------------------------------------------------------


def test_names_of_organisations_are_recognised(writer):
    ours = make_organisation(name="Programme des Écoles")
    OrganisationName.objects.create(
        organisation=ours, name="SCHOOLS", language="en", kind="alias"
    )
    shared = [make_organisation(name=f"Twin {n}") for n in range(2)]
    for twin in shared:
        OrganisationName.objects.create(
            organisation=twin, name="TWIN", language="en", kind="alias"
        )
    names = ["  programme des ECOLES", "schools", "Twin", "́", "Nobody"]
    given = {}
    for number, name in enumerate(names):
        given |= row("partners", number, name=name, role="host")
    version = save(writer, typed(**given))
    found = [(p.organisation, p.name) for p in version.partners.all()]
    assert found == [(ours, ""), (ours, ""), (None, "Twin"), (None, "Nobody")]
    assert refusals(version) == ["partners-3"]  # an accent alone names nobody
    assert stored(version)["partners-1-name"] == ["Programme des Écoles"]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "1,234.5", "1234.5"),
        ("fr", "1,5", "1,5"),
        ("fr", "1\u202f234,5", "1234,5"),
        ("es", "1.234", "1234"),
        ("ru", "1 234,5", "1234,5"),
        ("ar", "١٢٣٤٫٥", "1234.5"),
        ("zh-hans", "１２３４．５", "1234.5"),
        ("en", "−3", "-3"),
    ],
)
def test_numbers_are_read_as_the_page_s_language_writes_them(
    writer, language, text, shown
):
    cells = {"what": "Meals", "status": "value", "value": text, "unit": "meals"}
    with translation.override(language):
        version = save(writer, typed(**row("quantities", **cells)))
        assert stored(version)["quantities-0-value"] == [shown]


def test_a_number_read_in_one_language_means_the_same_in_another(writer):
    """The row is refused for want of a unit; 1,234 was one and a bit."""
    cells = {"what": "Meals", "status": "value", "value": "1,234", "unit": ""}
    with translation.override("fr"):
        version = save(writer, typed(**row("quantities", **cells)))
        assert stored(version)["quantities-0-value"] == ["1,234"]
    with translation.override("en"):
        assert stored(version)["quantities-0-value"] == ["1.234"]


def test_a_number_neither_database_keeps_exactly_is_refused(writer):
    cells = {"what": "Meals", "status": "value", "unit": "meals", "reason": ""}
    numbers = ["123456789012345", "12345678901.2345", "1234567890123456", "-0.0001"]
    given = {}
    for number, value in enumerate(numbers):
        given |= row("quantities", number, value=value, **cells)
    version = save(writer, typed(**given))
    assert refusals(version) == ["quantities-2"]
    assert stored(version) == sent(typed(**given))


@pytest.mark.parametrize(
    "text", ["23/04/2021", "23.4.2021", "٢٣/٤/٢٠٢١", "2021年4月23日", "23 avril 2021"]
)
def test_days_are_read_in_every_language(writer, text):
    version = save(writer, typed(started_on=text, ended_on=""))
    assert version.started_on.isoformat() == "2021-04-23"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "01/03/2020"), ("ar", "01/03/2020"), ("ru", "01.03.2020")],
)
def test_a_day_is_shown_as_the_hint_writes_it_and_is_no_conflict(
    writer, language, shown
):
    version = save(writer, typed())
    with translation.override(language):
        assert stored(version, "started_on") == {"started_on": [shown]}
        again = typed(started_on=shown)
        assert save(writer, again, counter=0).edit_count == 1


def test_an_address_without_its_beginning_is_given_one(writer):
    addresses = [
        "example.org/a?b",
        "www.example.org",
        "mailto:a@example.org",
        "a@b.org",
    ]
    given = {}
    for number, text in enumerate(addresses):
        given |= row("links", number, url=text, label="")
    version = save(writer, typed(**given))
    kept = ["https://example.org/a?b", "https://www.example.org"]
    assert [link.url for link in version.links.all()] == kept
    assert refusals(version) == ["links-2", "links-3"]
    assert save(writer, typed(**given), counter=0).edit_count == 1


def test_a_word_no_longer_used_stays_until_submission(writer):
    make_term("tag", "TAG_OLD", label="Old word", retired_on="2020-01-01")
    version = save(writer, typed(tags=["TAG_A", "TAG_OLD"]))
    assert refusals(version) == []
    assert [(p.field, p.message) for p in problems_of(version)] == [
        ("tags", "“Old word” is no longer used. Choose another.")
    ]


# --- Shown again ----------------------------------------------------------------------


def test_what_was_refused_is_shown_with_its_error_in_the_reader_s_language(
    client, writer
):
    user, activity = writer
    client.force_login(user)
    data = typed(activity, title="<b>" * 70, started_on="31/02/2020")
    answer = client.post(edit_url(activity, "fr"), sent(data), follow=True)
    assert answer.status_code == 200
    arabic = client.get(edit_url(activity, "ar")).content.decode()
    assert "&lt;b&gt;" * 70 in arabic
    assert 'value="31/02/2020"' in arabic
    errors = [e for e in answer.context["form"].errors["title"]]
    with translation.override("ar"):
        page = client.get(edit_url(activity, "ar"))
        assert page.context["form"].errors["title"] != errors
    assert 'href="#id_title"' in arabic
    assert 'href="#id_started_on"' in arabic


def test_a_refused_cell_is_led_to_from_the_summary(client, writer):
    user, activity = writer
    cells = {"what": "Meals", "status": "value", "value": "many", "unit": "kg"}
    save(writer, typed(**row("quantities", **cells)))
    client.force_login(user)
    page = client.get(edit_url(activity)).content.decode()
    assert 'href="#id_quantities-0-value"' in page
    assert 'id="id_quantities-0-value"' in page
    assert 'value="many"' in page


def test_every_problem_is_listed_once_in_the_order_of_the_form(client, writer):
    user, activity = writer
    client.force_login(user)
    data = typed(activity, title="", summary="", type="", started_on="soon", scope="")
    data.setlist("sectors", [])
    data["submit"] = "1"
    page = client.post(edit_url(activity), sent(data), follow=True)
    assert Activity.objects.get().state == "draft"
    assert [line["id"] for line in page.context["problems"]] == [
        "id_title",
        "id_summary",
        "id_type_0",
        "id_started_on",
        "id_scope_0",
        "id_sectors_0",
    ]
    for line in page.context["problems"]:
        assert f'id="{line["id"]}"' in page.content.decode()


UNSEEN = ["\u200b", "\u2800 \u2800", "\u3164", "\u202e\u2066\u00ad", "\ufeff\u2060"]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_can_see_is_no_answer(writer, text):
    version = save(writer, typed(title=text, summary=text))
    assert [problem.field for problem in problems_of(version)] == ["title", "summary"]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_can_see_is_no_answer_in_a_row_either(writer, text):
    counted = {"what": "Schools", "status": "value", "value": "3", "unit": "schools"}
    uncounted = {"what": "Meals", "status": "no_data", "reason": "Not counted."}
    data = typed(
        **row("partners", 0, name=text, role="host"),
        **row("quantities", 0, **counted | {"what": text}),
        **row("quantities", 1, **counted | {"unit": text}),
        **row("quantities", 2, **uncounted | {"reason": text}),
        **row("links", 0, url="https://example.org", label=text),
    )
    rows = bind(data).rows
    assert {name: [form.errors for form in forms] for name, forms in rows.items()} == {
        "partners": [{"name": ["Which organisation?"]}],
        "quantities": [
            {"what": ["Say what was counted."]},
            {"unit": ["Give the unit: people, tonnes, schools …"]},
            {"reason": ["Say why there is no number."]},
        ],
        "links": [{"label": ["Say what it shows, or leave this empty."]}],
    }
    quantities = [f"quantities-{n}" for n in range(3)]
    assert refusals(save(writer, data)) == ["links-0", "partners-0", *quantities]


def test_a_title_does_not_turn_the_words_beside_it(writer):
    data = typed(title="\u202egnikooc\u2066 at school\u200f", summary="\u202ea")
    version = save(writer, data)
    assert (version.title, version.summary) == ("gnikooc at school\u200f", "\u202ea")
    assert refusals(version) == []
    assert save(writer, data, counter=0).edit_count == 1  # the same words, no conflict


def test_a_refused_field_stands_against_submission_until_mended(client, writer):
    user, activity = writer
    client.force_login(user)
    wrong = typed(activity, results="x" * 5001, submit="1")
    client.post(edit_url(activity), sent(wrong))
    assert Activity.objects.get().state == "draft"
    client.post(edit_url(activity), sent(typed(activity, submit="1")))
    assert Activity.objects.get().state == "submitted"


# --- Two people -----------------------------------------------------------------------


def test_an_older_counter_with_other_words_writes_nothing(writer):
    save(writer, typed())
    with pytest.raises(EditConflict):
        save(writer, typed(title="Mine"), counter=0)
    version = writer[1].draft()
    assert (version.title, version.edit_count) == ("Cooking at school", 1)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_words_however_written_are_no_conflict(writer, language):
    ours = make_organisation(name="Schools")
    cells = {"what": "Meals", "status": "value", "unit": "kg"}
    given = row("quantities", 0, value="1.5" if language == "en" else "1,5", **cells)
    given |= row("partners", 0, name=ours.name, role="other")
    save(writer, typed(**given))
    again = row("quantities", 3, value="1.50" if language == "en" else "1,50", **cells)
    again |= row("partners", 2, name="SCHOOLS", role="")
    with translation.override(language):
        again = typed(started_on="1.3.2020", **again)
        again["summary"] = "We cooked.\r\n\r\nThen we ate. "
        again.setlist("sectors", ["SEC_WATER", "SEC_FOOD"])
        assert save(writer, again, counter=0).edit_count == 1


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "We cooked. Then we ate."},
        {"tags": []},
        {"programme": "{code}"},
        row("links", 0, url="https://example.org", label=""),
    ],
)
def test_every_difference_is_a_conflict(writer, change):
    make_programme(code="P9")
    change = {k: "P9" if v == "{code}" else v for k, v in change.items()}
    save(writer, typed())
    with pytest.raises(EditConflict):
        save(writer, typed(**change), counter=0)


def test_a_conflict_shows_both_texts_in_words_and_what_was_typed(client, writer):
    user, activity = writer
    other = make_user(name="Amina")
    join(other, activity.organisation)
    save_draft(activity, by=other, data=typed(title="Hers", type=""), counter=0)
    client.force_login(user)
    data = typed(title="Mine", sectors=["SEC_WATER"], counter="0", submit="1")
    answer = client.post(edit_url(activity), sent(data))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Amina has saved this draft in the meantime" in page
    assert [(q["mine"], q["theirs"]) for q in answer.context["questions"]] == [
        (["Mine"], ["Hers"]),
        (["Training"], []),
        (["Sec_Water"], ["Sec_Food", "Sec_Water"]),
    ]
    assert 'name="title" value="Mine"' in page
    assert 'name="counter" value="1"' in page
    assert activity.draft().title == "Hers"
    data["counter"] = "1"
    assert client.post(edit_url(activity), sent(data)).status_code == 302
    assert activity.versions.get().title == "Mine"


def test_what_was_typed_into_a_draft_just_submitted_is_shown(client, writer):
    user, activity = writer
    save(writer, typed(title="As sent"))
    activity.take(Action.SUBMIT, by=user)
    client.force_login(user)
    data = typed(title="Too late", counter="1")
    answer = client.post(edit_url(activity), sent(data))
    assert answer.status_code == 409
    assert [(f["mine"], f["theirs"]) for f in answer.context["fields"]] == [
        (["Too late"], ["As sent"])
    ]
    assert "Too late" in answer.content.decode()
    assert activity.versions.get().title == "As sent"


@pytest.mark.parametrize("saves", [0, 1])
@pytest.mark.parametrize("action", [Action.RETURN, Action.RECALL])
def test_a_form_opened_before_the_draft_came_back_overwrites_nothing(action, saves):
    user, activity, reviewer = writer_of_a_complete_draft()
    for _n in range(saves):
        data = typed(title="First", programme=activity.programme.code)
        save((user, activity), data)
    opened_at = activity.draft().edit_count
    activity.take(Action.SUBMIT, by=user)
    activity.take(action, by=user if action == Action.RECALL else reviewer, comment="?")
    for title in ("Hers", "Hers again"):
        save((user, activity), typed(title=title))
        with pytest.raises(EditConflict):
            save((user, activity), typed(title="Mine"), counter=opened_at)
        assert activity.draft().title == title


def test_a_form_of_a_revision_discarded_overwrites_nothing_in_the_next():
    user, activity, reviewer = writer_of_a_complete_draft()
    activity.take(Action.SUBMIT, by=user)
    activity.take(Action.APPROVE, by=reviewer)
    opened_at = set()
    for _round in range(2):
        activity.take(Action.REVISE, by=user)
        for title in ("Hers", "Hers again"):
            for counter in opened_at:
                with pytest.raises(EditConflict):
                    save((user, activity), typed(title="Mine"), counter=counter)
            save((user, activity), typed(title=title))
        opened_at |= set(range(activity.draft().edit_count + 1))
        activity.take(Action.DISCARD, by=user)


def writer_of_a_complete_draft():
    user, _empty = make_writer()
    reviewer = make_user()
    activity = make_activity(
        state=State.DRAFT, author=user, programme=make_programme(desk=reviewer)
    )
    return user, activity, reviewer


# --- What may not be changed --------------------------------------------------------


def test_the_programme_moves_until_the_first_submission(client):
    user, reviewer = make_user(), make_user()
    there, elsewhere = make_programme(desk=reviewer), make_programme()
    activity = make_activity(
        state=State.DRAFT, author=user, reviewer=reviewer, programme=elsewhere
    )
    client.force_login(user)
    make_writer()
    data = typed(activity, programme=there.code, submit="1")
    client.post(edit_url(activity), sent(data))
    activity = Activity.objects.get(pk=activity.pk)
    assert (activity.programme, activity.state) == (there, "submitted")
    activity.take(Action.RETURN, by=reviewer, comment="Say more.")
    data = typed(programme=elsewhere.code, title="B")
    save_draft(activity, by=user, data=data, counter=activity.draft().edit_count)
    activity.refresh_from_db()
    assert (activity.programme, activity.draft().title) == (there, "B")


def test_the_desk_of_the_programme_chosen_last_is_told(client):
    user, old, new = make_user(), make_user(), make_user()
    activity = make_activity(
        state=State.DRAFT, author=user, programme=make_programme(desk=old)
    )
    make_writer()
    there = make_programme(desk=new)
    client.force_login(user)
    data = typed(activity, programme=there.code, submit="1")
    client.post(edit_url(activity), sent(data))
    mails = OutgoingMail.objects.values_list("to", flat=True)
    assert list(mails) == [new.email, user.email]


def test_another_organisation_s_draft_is_not_there(client, writer):
    _user, activity = writer
    stranger, _own = make_writer()
    client.force_login(stranger)
    answer = client.post(edit_url(activity), sent(typed(counter="0")))
    assert (answer.status_code, activity.draft().title) == (404, "")
    with pytest.raises(StepRefused):
        save_draft(activity, by=stranger, data=typed(), counter=0)


def test_fields_nobody_is_asked_for_change_nothing(client, writer):
    """Every column and relation of the models, posted beside a plain save."""
    user, activity = writer
    client.force_login(user)
    version = activity.draft()
    elsewhere = make_organisation()
    before = [_columns(Activity, activity.pk), _columns(type(version), version.pk)]
    data = typed(activity, title="Written", programme="")
    asked = {*data, "language"}
    for model in (Activity, type(version)):
        for field in model._meta.get_fields():
            for name in {field.name, getattr(field, "attname", field.name)} - asked:
                data[name] = _forged(field, elsewhere)
    assert client.post(edit_url(activity), sent(data)).status_code == 302
    after = [_columns(Activity, activity.pk), _columns(type(version), version.pk)]
    written = {
        "title",
        "title_folded",
        "summary",
        "summary_folded",
        "results",
        "type_id",
    }
    written |= {"scope_id", "started_on", "ended_on", "edit_count", "saved_at"}
    written |= {"page_count"}
    changed = {k for b, a in zip(before, after, strict=True) for k in b if a[k] != b[k]}
    assert changed == written
    assert after[1]["edit_count"] == 1


def _columns(model, pk) -> dict:
    return model.objects.filter(pk=pk).values().get()


def _forged(field, elsewhere):
    values = {"state": "approved", "number": "7", "edit_count": "99"}
    values |= {
        "organisation": elsewhere.pk,
        "is_sample": "1",
        "sealed_at": "2020-01-01",
    }
    return values.get(field.name, "1")
