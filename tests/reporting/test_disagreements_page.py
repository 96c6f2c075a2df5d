"""The page on which disagreements are discussed stays short however many there are; who
finds it, and who reads what came of a draw."""

import re

import pytest
from django.urls import reverse

from programmes.models import Appointment
from reporting.classifying import give, remark
from reporting.discussing import PER_PAGE
from reporting.draws import close
from reporting.models import DrawnVersion
from tests.factories import appoint, make_programme, make_user
from tests.reporting.blind import chosen, make_blind

pytestmark = pytest.mark.django_db
PAGE = reverse("reporting:classification_disagreements", args=[2020])
LIST = reverse("reporting:classification_list")
DRAW = reverse("reporting:classification_draw", args=[2020])


@pytest.fixture
def blind():
    return make_blind()


def differing(blind, number, **second):
    """So many activities on which Ada and Bo differ; in the order of the draw."""
    for n in range(number):
        blind.approved(f"Number {n}")
    blind.found = blind.drawn()
    for activity in blind.activities:
        give(blind.of(blind.ada, activity), by=blind.ada, chosen=chosen())
        give(blind.of(blind.bo, activity), by=blind.bo, chosen=chosen(**second))
    return list(DrawnVersion.objects.order_by("place"))


BOTH = {"type": "STANDARD", "sectors": ("SEC_HOMES",)}


def read(client, person, address, **asked):
    client.force_login(person)
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer


def main_of(answer) -> str:
    text = answer.content.decode()
    return re.sub("</?bdi>", "", text.partition("<main")[2].partition("</main>")[0])


def shown(answer):
    """(title, whether it stands open, vocabulary, how it stands) in their order."""
    found, title = [], ""
    pattern = (
        r'<h2 id="r-\d+">(.*?)</h2>|<details id="d-\d+-(\w+)"( open)?><summary>.*?'
    )
    for match in re.finditer(pattern + r"</summary>|</details>", main_of(answer), re.S):
        if match[1]:
            title = re.sub("<[^>]*>", "", match[1]).strip()
        elif match[2]:
            says = match[0].partition("<summary>")[2].partition("</summary>")[0]
            found.append((title, bool(match[3]), match[2], says.partition(" · ")[2]))
    return found


def ways(answer):
    """(label with its number, whether it is chosen) of each way to narrow."""
    links = re.findall(
        r'<li><a href="\?[^"]*"( aria-current="true")?>([^<]*: \d+)', main_of(answer)
    )
    return [(label, bool(chosen)) for chosen, label in links]


def test_each_activity_has_its_disagreements_closed_below_it(client, blind):
    one, other = differing(blind, 2, **BOTH)
    remark(one, "type", by=blind.ada, text="It teaches.")
    remark(other, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    titles = [row.version.title for row in (one, other)]
    answer = read(client, blind.ada, PAGE)
    assert shown(answer) == [
        (titles[0], False, "type", "open · 1 remark"),
        (titles[0], False, "sectors", "open"),
        (titles[1], False, "type", "settled · 1 remark"),
        (titles[1], False, "sectors", "open"),
    ]
    assert ways(answer) == [
        ("All: 4", True),
        ("Open: 3", False),
        ("Settled: 1", False),
        ("All vocabularies: 4", True),
        ("Kind: 2", False),
        ("Sectors: 2", False),
    ]
    assert main_of(answer).count("<textarea") == 3


def test_open_and_settled_ones_and_vocabularies_are_narrowed_to(client, blind):
    one, other = differing(blind, 2, **BOTH)
    remark(other, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    answer = read(client, blind.bo, PAGE, show="open", vocabulary="type")
    assert [row[:3:2] for row in shown(answer)] == [(one.version.title, "type")]
    assert ways(answer) == [
        ("All: 2", False),
        ("Open: 1", True),
        ("Settled: 1", False),
        ("All vocabularies: 3", False),
        ("Kind: 1", True),
        ("Sectors: 2", False),
    ]
    settled = read(client, blind.bo, PAGE, show="settled")
    assert [row[:3:2] for row in shown(settled)] == [(other.version.title, "type")]
    none = read(client, blind.bo, PAGE, show="settled", vocabulary="sectors")
    assert shown(none) == [] and "None here" in main_of(none)
    assert len(shown(read(client, blind.bo, PAGE, show="x", vocabulary="x"))) == 4


def test_many_stand_on_several_pages(client, blind):
    rows = differing(blind, PER_PAGE + 2, **BOTH)
    titles = [row.version.title for row in rows]
    pages = [read(client, blind.ada, PAGE, page=n) for n in (1, 2)]
    found = [list(dict.fromkeys(row[0] for row in shown(page))) for page in pages]
    assert found == [titles[:PER_PAGE], titles[PER_PAGE:]]
    assert "?page=2" in main_of(pages[0])


def test_a_refused_remark_stands_open_with_its_error_and_what_was_typed(client, blind):
    *_rest, last = differing(blind, PER_PAGE + 1, **BOTH)
    key = f"{last.pk}-type"
    client.force_login(blind.ada)
    typed = "Über " * 500
    sent = {"about": key, f"{key}-text": typed, f"{key}-settled": "first"}
    answer = client.post(f"{PAGE}?show=open", sent)
    assert answer.status_code == 422 and not last.remarks.exists()
    assert [row[1:3] for row in shown(answer)] == [(True, "type"), (False, "sectors")]
    text = main_of(answer)
    form = text.partition(f'id="d-{key}" open')[2].partition("</details>")[0]
    assert "at most 2000 characters" in re.sub(r"[,\s]+", " ", form.replace(",", ""))
    assert typed.strip() in form
    assert re.search(r'value="first"[^>]*checked', form)
    assert f'action="{PAGE}?show=open&amp;page=2#d-{key}"' in form


def test_a_remark_leads_back_to_where_it_was_said(client, blind):
    (row,) = differing(blind, 1, **BOTH)
    key = f"{row.pk}-type"
    client.force_login(blind.ada)
    said = {"about": key, f"{key}-text": "It teaches."}
    answer = client.post(f"{PAGE}?show=open&vocabulary=type", said)
    assert answer.url == f"{PAGE}?show=open&vocabulary=type&at={key}#d-{key}"
    assert [r[1:] for r in shown(client.get(answer.url))] == [
        (True, "type", "open · 1 remark")
    ]
    client.force_login(blind.sam)
    settled = {"about": key, f"{key}-settled": "second", f"{key}-text": "So."}
    assert client.post(f"{PAGE}?show=open", settled).url == f"{PAGE}?show=open"
    other = f"{row.pk}-sectors"
    settled = {"about": other, f"{other}-settled": "second", f"{other}-text": "So."}
    assert client.post(PAGE, settled).url == f"{PAGE}?at={other}#d-{other}"


@pytest.mark.parametrize("number", [1, 12])
def test_however_many_there_are_it_asks_the_same(
    client, blind, number, django_assert_num_queries
):
    differing(blind, number, **BOTH)
    client.force_login(blind.ada)
    client.get(PAGE)
    with django_assert_num_queries(18):
        client.get(PAGE)


# --- The way there --------------------------------------------------------------------


def test_the_list_of_draws_says_how_many_are_open_and_links_where_there_are_any(
    client, blind
):
    blind.approved()
    blind.found = blind.drawn()
    assert PAGE not in main_of(read(client, blind.ada, LIST))
    assert PAGE not in main_of(read(client, blind.sam, DRAW))
    (activity,) = blind.activities
    give(blind.of(blind.ada, activity), by=blind.ada, chosen=chosen())
    give(blind.of(blind.bo, activity), by=blind.bo, chosen=chosen(**BOTH))
    for person in (blind.ada, blind.sam):
        text = main_of(read(client, person, LIST))
        assert f'<a href="{PAGE}?show=open">Open: 2 <span' in text
    assert f'{PAGE}">Disagreements</a>, open: 2' in main_of(
        read(client, blind.sam, DRAW)
    )
    row = DrawnVersion.objects.get()
    for name in ("type", "sectors"):
        remark(row, name, by=blind.sam, text="So.", settled=[])
    text = main_of(read(client, blind.bo, LIST))
    assert f'<a href="{PAGE}">All settled: 2 <span' in text


# --- Leads ----------------------------------------------------------------------------


@pytest.fixture
def lead(blind):
    person = make_user(name="Lea")
    appoint(person, Appointment.Role.LEAD, programme=blind.programme)
    return person


def test_leads_read_what_came_of_a_draw_once_it_is_closed(client, blind, lead):
    """Kappa of the network, and what was drawn of their programmes; nobody's choice."""
    other = make_programme(desk=blind.ann, code="OTH")
    blind.approved("CANARY of another", programme=other)
    differing(blind, 1, **BOTH)
    text = main_of(read(client, lead, LIST))
    assert "2020" not in text and "Nothing waits for you" not in text
    assert client.get(DRAW).status_code == 404
    close(blind.found, by=blind.sam)
    assert f'<a href="{DRAW}">' in main_of(read(client, lead, LIST))
    text = main_of(read(client, lead, DRAW))
    told = ("Agreement by vocabulary", "Activities of your programmes", "Number 0")
    assert [words for words in told if words not in text] == []
    hidden = ("CANARY", "Close it", "<form", PAGE)
    assert [words for words in hidden if words in text] == []
    assert client.post(DRAW, {"close": "1"}).status_code == 403
    assert client.get(PAGE).status_code == 404
