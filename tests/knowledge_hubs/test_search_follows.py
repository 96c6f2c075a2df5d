"""The index follows the content: what is made, changed, taken off or deleted is found
or gone in the next request, whoever did it.
"""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs.models import Edition, GlossaryTerm, Hub, Resource
from knowledge_hubs.search.kinds import KINDS
from oneplanet import searching
from oneplanet.management.commands import load_reference
from oneplanet.search import rebuilding, suggesting, words
from oneplanet.search.asking import search
from oneplanet.search.documents import KIND, Request
from programmes.models import Organisation, Stage
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_block,
    make_chain,
    make_initiative,
    make_organisation,
    make_page,
    make_record,
    make_secretariat,
    make_term,
    make_user,
    make_word,
)
from tests.knowledge_hubs.test_search import make_one_of_each

pytestmark = pytest.mark.django_db


def kinds_of(query):
    """kind → how many, as the results and the counts say it alike."""
    answer = search(Request(query, count=[KIND], limit=500))
    counts = answer.counts[KIND]
    found = [hit.key.kind for hit in answer.hits]
    assert {kind: found.count(kind) for kind in found} == counts
    return counts


def suggested(beginning):
    return suggesting.suggest(beginning, "en")


TEXTS = ("title", "word", "short_label", "label", "name")  # what each is called by


def rename(row, name):
    text = next(text for text in TEXTS if hasattr(row, text))
    setattr(row, text, name)
    row.save()


def test_every_kind_is_found_once_changed_and_gone_once_deleted():
    """By the one function every way of writing calls."""
    make_one_of_each()
    others = {"activity", "initiative", "chain", "stage"}  # see below
    for kind in KINDS:
        if kind.name in others:
            continue
        row = kind.rows().first()
        searching.changed(row)
        assert kinds_of("bamboo").get(kind.name) == 1, kind.name
        rename(row, "Ostrich")
        searching.changed(row)
        assert kind.name not in kinds_of("bamboo")
        assert kinds_of("ostrich") == {kind.name: 1}
        assert suggested("ostr") == ["ostrich"]
        keys = searching.keys_of(row)
        type(row).objects.filter(pk=row.pk).delete() if kind.name in (
            "glossary",
            "resource",
            "page",
        ) else rename(row, "Reed")
        searching.follow(keys)
        assert kinds_of("ostrich") == {}
        assert suggested("ostr") == []


def test_value_chains_are_found_with_their_stages_while_they_are_public():
    chain = make_chain(title="Bamboo")
    first = chain.stages.get(address="first")
    fact = chain.facts.create(kind="lever", text="Ostrich")
    fact.stages.add(first)
    searching.changed(chain)
    assert kinds_of("bamboo") == {"chain": 1, "stage": 3}
    assert kinds_of("ostrich") == {"stage": 1}
    Stage.objects.filter(pk=first.stage_id).update(label="Zebra")
    searching.changed(first.stage)
    assert kinds_of("zebra bamboo") == {"stage": 1}
    first.delete()
    searching.changed(chain)
    assert kinds_of("bamboo") == {"chain": 1, "stage": 2}
    chain.expire_at = timezone.now() - timedelta(hours=1)
    chain.save()
    searching.changed(chain)
    assert kinds_of("bamboo") == {}
    chain.expire_at, chain.is_draft = None, True
    chain.save()
    searching.changed(chain)
    assert kinds_of("bamboo") == {}


def test_reported_things_are_found_while_they_are_public():
    initiative = make_initiative(state=State.APPROVED, title="Bamboo for all")
    author = initiative.created_by
    mine = {"author": author, "initiative": initiative}
    assert kinds_of("bamboo") == {}  # none of its activities is public
    activity = make_activity(state=State.APPROVED, title="Bamboo bikes", **mine)
    assert kinds_of("bamboo") == {"activity": 1, "initiative": 1}
    activity.take(Action.REVISE, by=author)
    draft = activity.draft()
    draft.title = "Ostrich bikes"
    draft.save()
    assert kinds_of("ostrich") == {}
    activity.take(Action.SUBMIT, by=author)
    assert kinds_of("ostrich") == {}
    reviewer = activity.reviewers().first()
    activity.take(Action.APPROVE, by=reviewer)
    assert kinds_of("ostrich") == {"activity": 1}
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    assert kinds_of("ostrich") == kinds_of("bamboo") == {}
    assert suggested("ostr") == suggested("bamb") == []


def test_a_change_taken_back_was_never_found():
    with transaction.atomic():
        searching.changed(make_word("Bamboo"))
        transaction.set_rollback(True)
    assert kinds_of("bamboo") == {}


def test_what_waits_for_its_day_is_found_from_then_on():
    soon = timezone.now() + timezone.timedelta(hours=1)
    searching.changed(make_record(Resource, title="Bamboo", publish_at=soon))
    assert kinds_of("bamboo") == {}
    assert search(Request("bamboo", at=soon)).total == 1


# --- Who writes


def save(client, row, **given):
    """Post the form of an editor's page with some fields changed."""
    opts = row._meta
    args = f"admin:{opts.app_label}_{opts.model_name}_change", [row.pk]
    url = reverse(args[0], args=args[1])
    form = client.get(url).context["adminform"].form
    data = {n: v for n in form.fields if (v := form.initial.get(n))} | given
    for formset in client.get(url).context["inline_admin_formsets"]:
        management = formset.formset.management_form
        for name, value in management.initial.items():
            data[f"{management.prefix}-{name}"] = value or 0
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]


def test_what_editors_save_and_delete_is_followed(client, editor):
    word = make_word("Reed")
    save(client, word, word_en="Bamboo")
    assert kinds_of("bamboo") == {"glossary": 1}
    url = reverse("admin:knowledge_hubs_glossaryterm_delete", args=[word.pk])
    client.post(url, {"post": "yes"})
    assert not GlossaryTerm.objects.exists()
    assert kinds_of("bamboo") == {}


def test_what_editors_take_off_the_site_is_gone(client, editor):
    page = make_page("about", title="Bamboo")
    searching.changed(page)
    assert kinds_of("bamboo") == {"page": 1}
    save(client, page, is_draft="on")
    assert kinds_of("bamboo") == {}


def test_reference_data_is_found_once_it_is_loaded(monkeypatch):
    """A few rows at once, many by the rebuild that then is due."""
    loader = load_reference.Loader()
    given = {"word_en": "Bamboo", "meaning_en": "A reed."}
    loader.row(GlossaryTerm, find={"code": "bamboo"}, values=given)
    loader.finish()
    assert kinds_of("bamboo") == {"glossary": 1}
    searching.rebuild()
    monkeypatch.setattr(searching, "AT_ONCE", 1)
    loader = load_reference.Loader()
    for code in ("one", "two"):
        loader.row(GlossaryTerm, find={"code": code}, values=given)
    loader.row(GlossaryTerm, find={"code": "bamboo"}, values=given)
    loader.finish()
    assert searching.is_due()
    assert searching.rebuild_if_due()
    assert kinds_of("bamboo") == {"glossary": 3}
    assert not searching.is_due()


def test_a_newer_analyser_has_everything_indexed_anew(monkeypatch):
    make_word("Bamboo")
    searching.rebuild()
    assert not searching.rebuild_if_due()
    GlossaryTerm.objects.update(word_en="Ostrich")  # which nothing tells the index
    monkeypatch.setattr(words, "version", lambda: 1_000)
    assert searching.is_due()
    assert searching.rebuild_if_due()
    assert kinds_of("ostrich") == {"glossary": 1}
    assert not searching.is_due()


def test_the_worker_tells_how_far_it_is(caplog, monkeypatch):
    caplog.set_level("INFO")
    monkeypatch.setattr(rebuilding, "TOGETHER", 2)
    for number in range(5):
        make_word(f"Bamboo {number}")
    searching.rebuild_later()
    call_command("run_worker", once=True)
    told = [line for line in caplog.messages if line.startswith("Search index")]
    read = [f"Search index: {number} documents read" for number in (2, 4, 5)]
    assert told == [*read, "Search index: 5 documents in the index"]


def test_a_rebuild_that_read_before_very_much_changed_gives_up():
    make_word("Bamboo")
    build = rebuilding.Build()
    build.add(searching.documents())
    searching.rebuild_later()
    with pytest.raises(rebuilding.Overtaken):
        build.take_over()
    assert searching.rebuild_if_due()
    assert kinds_of("bamboo") == {"glossary": 1}


def test_a_renamed_organisation_is_found_in_all_it_took_part_in():
    author = make_user()
    body = make_organisation(name="Bamboo club", editor=author)
    mine = {"author": author, "organisation": body}
    make_activity(state=State.APPROVED, title="Feathers", **mine)
    searching.changed(body)
    assert kinds_of("bamboo") == {"activity": 1, "organisation": 1}
    Organisation.objects.filter(pk=body.pk).update(name="Ostrich club")
    searching.changed(body)
    assert kinds_of("bamboo") == {}
    assert kinds_of("ostrich") == {"activity": 1, "organisation": 1}


def test_parts_of_a_record_are_parts_of_what_it_is_found_by():
    book = make_record(Resource, title="Reed")
    edition = Edition.objects.create(resource=book, label="Bamboo edition")
    searching.changed(edition)
    assert kinds_of("bamboo") == {"resource": 1}
    keys = searching.keys_of(edition)
    edition.delete()
    searching.follow(keys)
    assert kinds_of("bamboo") == {}


def filed_under(facet, value):
    answer = search(Request(selected={facet: [value]}, limit=500))
    return {hit.key.kind for hit in answer.hits}


def test_records_are_filed_under_the_hubs_that_feature_them():
    hub = make_record(Hub, "wood", title="Wood", kind="theme")
    book = make_record(Resource, title="Reed")
    block = make_block(hub, "records", items=[{"resource": book}])
    searching.changed(hub)
    assert filed_under("hub", "wood") == {"hub", "resource"}
    block.items.all().delete()
    searching.changed(hub)
    assert filed_under("hub", "wood") == {"hub"}


def test_an_activity_moved_to_another_year_is_filed_under_it():
    activity = make_activity(state=State.APPROVED, title="Bamboo")
    publication = activity.open_publication()
    assert filed_under("year", str(publication.year)) == {"activity"}
    activity.publications.update(year=1999)
    searching.changed(activity)
    assert filed_under("year", "1999") == {"activity"}
    assert filed_under("year", str(publication.year)) == set()


# --- Keeping watch


def test_what_has_drifted_is_named_and_mended(capsys):
    gone = [make_word(name) for name in ("Bamboo", "Reed", "Zinc")][1]
    book = make_record(Resource, title="Wood")
    searching.rebuild()
    call_command("check_search")
    GlossaryTerm.objects.filter(pk=gone.pk).delete()
    new = make_word("Hemp")
    book.tags.add(make_term("tag", "TAG_WOOD"))
    found = {how: [k.id for k in keys] for how, keys in searching.drift().items()}
    assert found == {
        "missing": [str(new.pk)],
        "different": [str(book.pk)],
        "left over": [str(gone.pk)],
    }
    with pytest.raises(CommandError, match="rebuild_search"):
        call_command("check_search")
    call_command("rebuild_search")
    call_command("check_search")
    assert "4 documents in the index" in capsys.readouterr().out


def test_many_changes_are_followed_together():
    with searching.gathered():
        for _time in range(5):
            searching.changed(make_word("Bamboo"))
    assert kinds_of("bamboo") == {"glossary": 5}


def test_of_very_many_changes_what_is_gone_goes_at_once(monkeypatch):
    words = [make_word(f"Bamboo {n}") for n in range(4)]
    searching.rebuild()
    monkeypatch.setattr(searching, "AT_ONCE", 2)
    keys = searching.keys_of(*words[:2]) | searching.keys_of(*words[2:])
    GlossaryTerm.objects.filter(pk=words[0].pk).delete()
    searching.follow(keys)
    assert kinds_of("bamboo") == {"glossary": 3}
    assert searching.is_due()
