"""What the paper names is in the library, with its source and in six languages."""

from datetime import date

import pytest
from django.conf import settings

from knowledge_hubs.kinds import EVENT, KINDS, RESOURCE
from knowledge_hubs.models import GlossaryTerm
from programmes.models import Coalition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
CODES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


def test_everything_the_paper_names_is_there_with_its_source():
    counts = {kind.name: kind.model.objects.published().count() for kind in KINDS}
    assert counts == {
        "resource": 28,
        "coalition": 20,
        "working_group": 12,
        "campaign": 9,
        "case_study": 2,
        "recommendation": 7,
        "label": 1,
        "event": 10,
        "article": 0,
    }
    for kind in KINDS:
        for record in kind.model.objects.select_related("document"):
            assert str(record.document) == "E/2021/56", record
            assert record.paragraph and record.basis, record
            for code in CODES:
                assert getattr(record, f"lead_{code}"), (record, code)
                assert getattr(record, f"body_{code}"), (record, code)


def test_facts_stand_with_their_records():
    pact = Coalition.objects.get(code="uk-plastics-pact")
    assert set(pact.figures.values_list("code", flat=True)) >= {"PF-31-1", "PF-31-2"}
    workshop = EVENT.model.objects.get(code="friends-of-scp-second-workshop")
    assert (workshop.starts_on, workshop.ends_on) == (
        date(2021, 3, 17),
        date(2021, 3, 18),
    )
    assert workshop.parties.exclude(country=None).count() == 18
    cited = RESOURCE.model.objects.filter(is_reference=True)
    assert cited.count() == 6


def test_the_glossary_is_in_six_languages():
    words = GlossaryTerm.objects.all()
    assert words.count() > 60
    for word in words:
        for code in CODES:
            assert getattr(word, f"word_{code}"), word.code
            assert getattr(word, f"meaning_{code}"), word.code


def test_the_acronyms_the_papers_name_are_in_it():
    words = GlossaryTerm.objects.exclude(abbreviation_en="")
    named = dict(words.values_list("abbreviation_en", "code"))
    assert {name: named.get(name) for name in ("SCP", "10YFP", "EPR", "FLW")} == {
        "SCP": "sustainable-consumption-and-production",
        "10YFP": "10yfp",
        "EPR": "extended-producer-responsibility",
        "FLW": "food-loss-and-waste",
    }
