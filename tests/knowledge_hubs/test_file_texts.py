"""Records are found by what their files say, once these are read."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from knowledge_hubs import file_texts
from knowledge_hubs.file_texts import forget_texts, read_next
from knowledge_hubs.models import FileText, Resource
from oneplanet import searching
from oneplanet.search import asking
from oneplanet.search.documents import Request
from reporting.models import StoredFile
from reporting.uploads import check, keep
from reporting.workflow import Action
from tests.factories import (
    make_draft,
    make_programme,
    make_record,
    make_user,
    put_file,
)
from tests.oneplanet.extracting.files import docx, pdf

pytestmark = pytest.mark.django_db
SAYS = "The zebrafish is what this report is about, and it is not said elsewhere."
SUR = "Le poisson quokka est dans ce rapport, et il est le sujet de cette étude."


def found(words, language="en"):
    hits = asking.search(Request(words, language)).hits
    return [tuple(hit.key) for hit in hits]


def make_resource(content, name, code="a-record", **given):
    resource = make_record(Resource, code, **given)
    put_file(resource.editions.create(language="en"), content, name)
    searching.changed(resource)
    return resource


def read_all():
    times = 0
    while read_next():
        times += 1
    return times


def report(name, content):
    """A public activity with a file, and its draft before that."""
    author, reviewer = make_user(), make_user()
    activity = make_draft(author=author, programme=make_programme(desk=reviewer))
    sent = SimpleUploadedFile(name, content)
    activity.draft().files.create(stored=keep(check(sent)), name=name)
    return activity, author, reviewer


def test_a_resource_is_found_by_its_pdf():
    resource = make_resource(pdf(SAYS), "report.pdf")
    assert found("zebrafish") == []
    assert read_all() == 1
    assert found("zebrafish") == [("resource", str(resource.pk))]
    assert read_all() == 0


def test_a_file_in_another_language_is_found_in_it():
    resource = make_resource(docx(SUR * 2), "etude.DOCX")
    read_all()
    assert found("quokkas", "fr") == [("resource", str(resource.pk))]
    assert FileText.objects.get().language == "fr"


def test_the_file_of_an_activity_is_read_once_that_is_public():
    activity, author, reviewer = report("report.docx", docx(SAYS))
    activity.take(Action.SUBMIT, by=author)
    assert (read_all(), found("zebrafish")) == (0, [])
    activity.take(Action.APPROVE, by=reviewer)
    assert read_all() == 1
    assert found("zebrafish") == [("activity", str(activity.pk))]


def test_what_is_not_public_is_not_found_by_its_files():
    draft = make_resource(pdf(SAYS), "report.pdf", is_draft=True)
    assert (read_all(), found("zebrafish")) == (0, [])
    public = make_resource(pdf(SAYS), "report.pdf", "public")
    assert read_all() == 1
    assert found("zebrafish") == [("resource", str(public.pk))]
    assert draft.editions.get().stored == public.editions.get().stored


def test_a_record_whose_file_is_gone_is_found_by_it_no_more():
    resource = make_resource(pdf(SAYS), "report.pdf")
    read_all()
    resource.editions.all().delete()
    searching.changed(resource)
    assert found("zebrafish") == []


def test_tables_and_pictures_are_left_alone():
    make_resource(b"a,b\n1,2\n", "table.csv")
    assert read_all() == 0


def test_a_file_that_cannot_be_read_is_tried_once():
    make_resource(b"%PDF-1.4 nothing", "report.pdf")
    assert read_all() == 1
    kept = FileText.objects.get()
    assert (kept.state, kept.text, kept.attempts) == ("damaged", "", 1)


def test_a_file_two_workers_died_at_is_left_alone(monkeypatch):
    make_resource(pdf(SAYS), "report.pdf")

    def die(path, kind):
        raise KeyboardInterrupt

    monkeypatch.setattr(file_texts, "extract", die)
    for _time in range(2):
        with pytest.raises(KeyboardInterrupt):
            read_next()
        assert not read_next()
        long_ago = timezone.now() - timedelta(hours=1)
        FileText.objects.update(begun_at=long_ago)
    assert not read_next()


def test_the_text_of_a_file_that_is_no_more_goes():
    resource = make_resource(pdf(SAYS), "report.pdf")
    read_all()
    forget_texts()
    assert FileText.objects.count() == 1
    resource.editions.all().delete()
    StoredFile.objects.all().delete()
    forget_texts()
    assert FileText.objects.count() == 0
