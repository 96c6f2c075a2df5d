"""Two texts of one draft brought together, field by field and row by row."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.merging import Question, as_posted, base_after, base_of, merge

BEFORE = {
    "title": ["Cooking"],
    "summary": ["We cooked."],
    "type": ["TRAINING"],
    "countries": ["KEN", "PER"],
    "links": [],
    "partners": [],
    "quantities": [],
}


def partner(name, role="other"):
    return {"name": name, "role": role}


def merged(mine: dict, theirs: dict, before: dict | None = None, answers=None):
    before = BEFORE | (before or {})
    found = merge(before | mine, before | theirs, base_of(before), answers)
    changed = {n: v for n, v in found.values.items() if v != before[n]}
    return changed, [q.id for q in found.questions], found.by_itself


def test_what_only_one_side_changed_is_taken_by_itself():
    assert merged({"title": ["Mine"]}, {"type": ["EVENT"], "summary": []}) == (
        {"title": ["Mine"], "type": ["EVENT"], "summary": []},
        [],
        ["title", "summary", "type"],
    )


def test_of_what_both_changed_one_is_asked():
    sides = {"title": ["Mine"]}, {"title": ["Theirs"]}
    assert merged(*sides) == ({"title": ["Mine"]}, ["title"], [])
    for answer, taken in {
        ("theirs", "x"): ["Theirs"],
        ("mine", "x"): ["Mine"],
        ("own", "A third"): ["A third"],
        ("own", " "): [],
    }.items():
        assert merged(*sides, answers={"title": answer})[0]["title"] == taken


def test_what_both_changed_alike_is_no_question():
    assert merged({"title": ["Same"]}, {"title": ["Same"]}) == (
        {"title": ["Same"]},
        [],
        [],
    )


def test_words_of_a_list_are_put_in_and_taken_out_by_either():
    sides = {"countries": ["BRA", "KEN", "PER"]}, {"countries": ["FRA", "KEN"]}
    assert merged(*sides) == ({"countries": ["BRA", "FRA", "KEN"]}, [], ["countries"])


def test_a_form_that_says_nothing_of_its_beginning_asks_about_everything():
    mine = BEFORE | {"title": ["Mine"], "countries": ["BRA"]}
    theirs = BEFORE | {"partners": [partner("A school")]}
    found = merge(mine, theirs, "")
    assert [q.id for q in found.questions] == ["title", "countries", "partners-0"]
    assert found.questions[2] == Question(
        "partners-0", "partners", None, partner("A school")
    )
    assert found.by_itself == []


def test_rows_are_merged_one_by_one():
    a, b, c = map(partner, "abc")
    a2, a3 = partner("A", "host"), partner("a", "funding")
    before = {"partners": [a, b]}
    for mine, theirs, both, asked in [
        ([a, b, c], [a, b, partner("d")], [a, b, partner("d"), c], []),
        ([a2, b], [a], [a2], []),  # b is taken out by the other
        ([b], [a, b, c], [b, c], []),
        ([a2, b], [a3, b], [a2, b], ["partners-0"]),
        ([b], [a3, b], [b], ["partners-0"]),
        ([a, a2, b], [a, b], [a, a2, b], []),  # a second row about the same
    ]:
        sides = {"partners": mine}, {"partners": theirs}
        changed, questions, _by_itself = merged(*sides, before)
        assert changed.get("partners", before["partners"]) == both
        assert questions == asked


def test_of_two_rows_about_the_same_both_may_stay():
    a, mine, theirs = partner("a"), partner("a", "host"), partner("a", "funding")
    sides = {"partners": [mine]}, {"partners": [theirs]}
    for answer, rows in {
        "theirs": [theirs],
        "mine": [mine],
        "both": [theirs, mine],
    }.items():
        answers = {"partners-0": (answer, "")}
        found = merged(*sides, {"partners": [a]}, answers)
        assert found[0]["partners"] == rows


def test_a_form_goes_on_from_what_it_has_saved():
    later = BEFORE | {"title": ["Later"]}
    part = {"title": ["Later"]}
    assert base_after(base_of(BEFORE), part) == base_of(later)
    assert base_after("", part) == base_of(part)


def test_merged_values_are_posted_as_the_form_posts_them():
    data = as_posted(BEFORE | {"partners": [partner("a"), partner("b", "host")]})
    assert data.getlist("countries") == ["KEN", "PER"]
    assert (data["partners-1-name"], data["partners-1-role"]) == ("b", "host")


texts = st.sampled_from(["a", "b", "c"])
rows = st.lists(st.builds(partner, texts, st.sampled_from(["host", "other"])))
drafts = st.fixed_dictionaries(
    {
        "title": st.lists(texts, max_size=1),
        "countries": st.sets(texts).map(sorted),
        "partners": rows,
    }
)


@given(drafts, drafts, drafts)
def test_nothing_either_side_changed_is_lost_unasked(before, mine, theirs):
    base = base_of(before)
    assert merge(mine, before, base).values == mine
    taken = merge(before, theirs, base)
    assert (taken.values, taken.questions) == (theirs, [])
    both = merge(mine, theirs, base)
    asked = {question.field for question in both.questions}
    for name in set(before) - asked:
        if mine[name] != before[name] and theirs[name] == before[name]:
            assert both.values[name] == mine[name]
    for row in both.values["partners"]:
        assert row in mine["partners"] + theirs["partners"]
    if "partners" not in asked:
        for side, other in ((mine, theirs), (theirs, mine)):
            for row in side["partners"]:
                if row["name"] not in {r["name"] for r in before["partners"]}:
                    assert row in both.values["partners"] or row in other["partners"]
