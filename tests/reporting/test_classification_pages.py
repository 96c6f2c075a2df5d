"""The pages of a blind classification: what they show, and above all what not."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from oneplanet.pending import MARK
from reporting.classifying import give, remark
from reporting.draws import close
from reporting.models import ClassificationAgreement, DrawnVersion
from reporting.models.agreed import NEEDED
from tests.factories import make_country, make_organisation, make_term, make_type
from tests.reporting.blind import chosen, make_blind

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    rf'name="(?:csrfmiddlewaretoken|once|{MARK})" value="[^"]*"'
    r"|/review/classifying/\d+/"
)
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
    again = client.get(mine.get_absolute_url())
    assert (again.status_code, again.url) == (302, "/en/review/classifying/")


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
    client.force_login(blind.bo)
    settled = about | {f"{row.pk}-type-settled": "second"}
    assert client.post(address, settled).status_code == 302
    assert client.post(address, settled).status_code == 302
    first, last = row.remarks.all()
    assert (first.text, first.settles, last.settles) == ("It teaches.", False, True)
    assert [value.code for value in last.values.all()] in (["STANDARD"], ["TRAINING"])


def test_the_reviewers_of_the_record_are_told_of_what_was_settled(client, blind):
    activity = blind.approved(**TEXTS)
    blind.drawn()
    row = both_give(blind, activity, {"type": "STANDARD"})
    title = "Settled otherwise in a blind classification"
    assert title not in page(client, blind.ann, "activity_review", activity.code)
    remark(row, "type", by=blind.bo, settled=["STANDARD"])
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
    assert client.post(address, {"close": "1"}).status_code == 422
    both_give(blind, activity, {})
    assert client.post(address, {"close": "1"}).status_code == 302
    client.force_login(blind.ada)
    assert client.get(address).status_code == 403
