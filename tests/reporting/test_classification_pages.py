"""The pages of a blind classification: what they show, and above all what not."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from oneplanet.pending import MARK
from reporting.classification_form import ClassificationForm
from reporting.classifying import give, remark
from reporting.draws import close
from reporting.models import ClassificationAgreement, ClassificationDraw, DrawnVersion
from reporting.models.agreed import NEEDED
from tests.factories import (
    join,
    make_country,
    make_organisation,
    make_term,
    make_type,
)
from tests.reporting.blind import chosen, make_blind

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    rf'name="(?:csrfmiddlewaretoken|once|{MARK})" value="[^"]*"'
    r"|/review/classifying/\d+/"
)
PARTS = re.compile("<p[ >].*?</p>", re.DOTALL)
TEXTS = {"title": "Same title", "summary": "Same summary.", "results": "Same result."}


@pytest.fixture
def blind():
    return make_blind()


def page(client, person, name, *args) -> str:
    client.force_login(person)
    response = client.get(reverse(f"reporting:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def read(client, person, classification) -> str:
    return CHANGING.sub("", page(client, person, "classification", classification.pk))


def main_of(text) -> str:
    """What the page itself says, digits without what sets them apart."""
    text = re.sub("</?bdi>", "", text)
    return text.partition("<main")[2].partition("</main>")[0]


def both_give(blind, activity, second):
    give(blind.of(blind.ada, activity), by=blind.ada, chosen=chosen())
    give(blind.of(blind.bo, activity), by=blind.bo, chosen=chosen(**second))
    return DrawnVersion.objects.get(version__activity=activity)


def test_the_page_is_the_same_however_the_record_is_classified(client, blind):
    plain = blind.approved(**TEXTS)
    other = blind.approved(
        **TEXTS,
        type=make_type("STANDARD"),
        scope=make_term("scope", "LOCAL"),
        started_on=date(2020, 5, 5),
        sectors=[make_term("sector", "SEC_HOMES"), make_term("sector", "SEC_TRAVEL")],
        countries=[make_country("KEN")],
        organisation=make_organisation(name="CANARY-organisation"),
    )
    blind.drawn()
    pages = [read(client, blind.ada, blind.of(blind.ada, a)) for a in (plain, other)]
    assert pages[0] == pages[1]
    for text in TEXTS.values():
        assert text in pages[0]


def test_nothing_of_the_record_but_its_words_is_in_the_page(client, blind):
    """Not its code, whose it is, or any word it is filed under: such as one no longer
    used, which the form does not offer."""
    retired = make_term("tag", "OLD", label="CANARY-tag")
    body = make_organisation(name="CANARY-organisation")
    activity = blind.approved(**TEXTS, tags=[retired], organisation=body)
    retired.retired_on = date(2019, 1, 1)
    retired.save()
    blind.drawn()
    text = page(client, blind.ada, "classification", blind.of(blind.ada, activity).pk)
    hidden = ("CANARY", activity.code, " checked", " selected", blind.programme.name)
    assert [word for word in hidden if word in main_of(text)] == []


def test_what_the_other_chose_is_nowhere_before_both_are_done(client, blind):
    make_term("sector", "SEC_C", label="CANARY-sector")
    activity = blind.approved(**TEXTS)
    blind.drawn()
    mine, theirs = (blind.of(p, activity) for p in (blind.ada, blind.bo))

    def read_by_ada():
        names = [("classification_list",), ("classification_disagreements", 2020)]
        texts = [CHANGING.sub("", page(client, blind.ada, *name)) for name in names]
        return [read(client, blind.ada, mine), *texts]

    before = read_by_ada()
    sectors = ("SEC_C", "SEC_HOMES")
    give(theirs, by=blind.bo, chosen=chosen(type="STANDARD", sectors=sectors))
    assert read_by_ada()[0] == before[0] and read_by_ada()[2] == before[2]
    assert "CANARY" not in read_by_ada()[1] + read_by_ada()[2]
    for staff_page in (("classification_draw", 2020), ("classification_list",)):
        assert "CANARY" not in page(client, blind.sam, *staff_page)

    give(mine, by=blind.ada, chosen=chosen())
    for person in (blind.ada, blind.bo, blind.sam):
        text = page(client, person, "classification_disagreements", 2020)
        assert "CANARY-sector" in text and "<bdi>Bo</bdi>" in text


def test_staff_who_classify_are_not_told_which_record_it_is(client, blind):
    activity = blind.approved(**TEXTS, author=blind.ada)  # so the secretariat is asked
    blind.drawn()
    text = page(client, blind.sam, "classification_draw", 2020)
    assert activity.code not in text and "Same title" not in text
    give(blind.of(blind.sam, activity), by=blind.sam, chosen=chosen())
    assert activity.code in page(client, blind.sam, "classification_draw", 2020)


def test_who_is_not_asked_finds_no_page(client, blind):
    activity = blind.approved(**TEXTS)
    blind.drawn()
    address = blind.of(blind.ada, activity).get_absolute_url()
    for person in (blind.bo, blind.ann, blind.sam, activity.created_by):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_it_is_given_once_by_the_form(client, blind):
    activity = blind.approved(**TEXTS)
    blind.drawn()
    mine = blind.of(blind.ada, activity)
    client.force_login(blind.ada)
    refused = client.post(mine.get_absolute_url(), {"type": "TRAINING"})
    assert refused.status_code == 422 and not mine.values.exists()
    sent = {"type": "TRAINING", "scope": "GLOBAL", "sectors": ["SEC_FOOD", "SEC_HOMES"]}
    for _time in range(2):
        done = client.post(mine.get_absolute_url(), sent | {"once": "a"})
        assert (done.status_code, done.url) == (302, "/en/review/classifying/")
    assert mine.values.count() == 4
    again = client.get(mine.get_absolute_url(), follow=True)
    assert again.redirect_chain == [("/en/review/classifying/", 302)]
    assert messages_of(again)[-1] == "You have classified this one already."


def test_who_comes_too_late_is_told_that_the_draw_is_closed(client, blind):
    done, late = blind.approved("Done"), blind.approved("Late")
    found = blind.drawn()
    both_give(blind, done, {})
    close(found, by=blind.sam)
    client.force_login(blind.ada)
    answer = client.get(blind.of(blind.ada, late).get_absolute_url(), follow=True)
    assert messages_of(answer) == [
        "The draw is closed: this one is not classified any more."
    ]


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_form_helps_who_reads_a_report_and_not_who_wrote_it(client, blind):
    activity = blind.approved(**TEXTS)
    blind.drawn()
    mine = blind.of(blind.ada, activity)
    fields = ClassificationForm().fields
    assert {name: str(field.help_text) for name, field in fields.items()} == {
        "type": "The one that says most.",
        "scope": "Where its effect was meant to be felt.",
        "sectors": "One to three that the work was about.",
        "stages": "Where in the life of a product or service it changes something.",
        "impacts": "Only what the report shows.",
        "goals": "Goal 12 and up to three more that it serves directly.",
        "targets": "Those it serves directly.",
        "tags": "Words by which readers search. Leave out what is only mentioned.",
    }
    client.force_login(blind.ada)
    refused = client.post(mine.get_absolute_url(), {"once": "a"})
    assert refused.context["form"].errors == {
        "type": ["Please choose one."],
        "scope": ["Please choose one."],
        "sectors": ["Please choose at least one."],
    }


def test_a_disagreement_is_discussed_and_settled_by_the_form(client, blind):
    activity = blind.approved(**TEXTS)
    blind.drawn()
    row = both_give(blind, activity, {"type": "STANDARD"})
    address = reverse("reporting:classification_disagreements", args=[2020])
    client.force_login(blind.ada)
    about = {"about": f"{row.pk}-type"}
    assert client.post(address, about).status_code == 422, "nothing was said"
    said = about | {f"{row.pk}-type-text": "It teaches."}
    assert client.post(address, said).status_code == 302
    name = f"{row.pk}-type"
    proposed = about | {f"{name}-settled": "second"}
    refused = client.post(address, proposed)
    assert (refused.status_code, "Please say why" in refused.text) == (422, True)
    answer = client.post(address, proposed | {f"{name}-text": "So."}, follow=True)
    assert "settled once the other reviewer agrees" in answer.text

    client.force_login(blind.bo)
    text = main_of(client.get(address).text)
    text = re.sub("[\u2068\u2069]", "", text)
    second = row.classifications.last().reviewer
    word = {blind.ada: "Training", blind.bo: "Standard"}[second]
    words = (f"{second}: {word} – Ada proposes this", f"would settle it as: {word}")
    assert [word for word in words if word not in text] == []
    for _time in range(2):
        assert client.post(address, proposed).status_code == 302
    first, middle, last = row.remarks.all()
    assert (first.text, first.codes) == ("It teaches.", None)
    assert (middle.settles, last.settles) == (False, True)
    assert middle.codes == last.codes == frozenset({word.upper()})


def test_the_reviewers_of_the_record_are_told_of_what_was_settled(client, blind):
    activity = blind.approved(**TEXTS)
    blind.drawn()
    row = both_give(blind, activity, {"type": "STANDARD"})
    title = "Settled otherwise in a blind classification"
    assert title not in page(client, blind.ann, "activity_review", activity.code)
    remark(row, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    text = page(client, blind.ann, "activity_review", activity.code)
    assert title in text and "Standard" in text


def test_everybody_reads_how_far_they_agree_with_the_figures(client, blind):
    activity = blind.approved(**TEXTS)
    found = blind.drawn()
    both_give(blind, activity, {"type": "STANDARD"})
    close(found, by=blind.sam)
    address = reverse("reporting:classification_agreement")
    assert "2020" not in main_of(client.get(address).content.decode())
    blind.period.state = "reported"
    blind.period.save()
    text = main_of(client.get(address).content.decode())
    words = ("2020", "1 of 1 approved", "rest on 1 activity", "That is few", "Kind")
    assert [word for word in words if word not in text] == []

    def told():
        text = main_of(client.get(address).content.decode())
        rows = client.get("/api/v1/classification-agreements/").json()["results"]
        kappa = {row["code"]: row["kappa"] for row in rows}
        alike, few = ("all chose one and the same", "unknown: too few activities")
        return (
            [kappa["2020-type"], kappa["2020-scope"]],
            ["<strong>0</strong>" in text, text.count(alike), text.count(few)],
        )

    assert told() == ([None, None], [False, 0, 8])
    found.agreements.update(records=NEEDED)
    assert told() == ([0, None], [True, 6, 0])


def test_nothing_short_of_all_is_told_as_all():
    figures = {"kappa": "0.9962", "low": "0.9", "high": "1", "observed": "0.999"}
    figures["expected"] = "0.003"
    figures = {name: Decimal(value) for name, value in figures.items()}
    row = ClassificationAgreement(records=NEEDED, **figures)
    assert row.in_short == {
        "kappa": Decimal("0.99"),
        "low": Decimal("0.90"),
        "high": Decimal("1.00"),
        "observed": 99,
        "expected": 1,
    }
    row.records = NEEDED - 1
    assert [row.in_short[name] for name in ("kappa", "low", "high")] == [None] * 3


def test_staff_draw_and_close_by_the_form(client, blind):
    activity = blind.approved(**TEXTS)
    blind.period.state = "closed"
    blind.period.save()
    address = reverse("reporting:classification_draw", args=[2020])
    client.force_login(blind.sam)
    assert "1 of 1 approved" in main_of(client.get(address).content.decode())
    assert client.post(address, {"draw": "1", "once": "a"}).status_code == 302
    assert client.post(address, {"draw": "1", "once": "a"}).status_code == 302
    assert client.post(address, {"draw": "1"}).status_code == 422

    close_it = reverse("reporting:classification_close", args=[2020])
    assert close_it not in main_of(client.get(address).text), "nothing to count yet"
    assert client.get(close_it).url == address
    assert client.post(close_it).url == address
    both_give(blind, activity, {})
    assert close_it in main_of(client.get(address).text)
    assert ClassificationDraw.objects.get().closed_at is None
    for _time in range(2):
        assert client.post(close_it, {"once": "b"}).url == address
    assert ClassificationDraw.objects.get().closed_by == blind.sam
    assert client.get(close_it).url == address
    client.force_login(blind.ada)
    for page_of_staff in (address, close_it):
        assert client.get(page_of_staff).status_code == 403


def test_who_closes_a_draw_is_asked_first_and_told_what_is_left_out(client, blind):
    done, *others = [blind.approved(f"N {n}") for n in range(3)]
    alone = blind.approved("Alone", author=blind.ada)
    join(blind.sam, alone.organisation)
    join(blind.bo, alone.organisation)
    found = blind.drawn()
    both_give(blind, done, {})
    give(blind.of(blind.ada, others[0]), by=blind.ada, chosen=chosen())

    def asked():
        text = main_of(page(client, blind.sam, "classification_close", 2020))
        return [" ".join(re.sub("<[^>]*>", "", p).split()) for p in PARTS.findall(text)]

    few = (
        "Please note: Kappa stays unknown: fewer than 10 activities have been "
        "classified by both."
    )
    waiting = (
        "Please note: 2 of the 4 drawn still wait for a reviewer. If you close the "
        "draw now, they are classified no more, and left out."
    )
    brings = (
        "How far reviewers agree is counted from the {} of 4 that both have "
        "classified, and everybody reads it with the figures of the period. This "
        "cannot be taken back."
    )
    assert asked()[-4:-1] == [waiting, few, brings.format(1)]
    give(blind.of(blind.bo, others[0]), by=blind.bo, chosen=chosen())
    both_give(blind, others[1], {})
    assert asked()[-3:-1] == [few, brings.format(3)], "who has nobody is not waited for"
    assert found.agreements.count() == 0
