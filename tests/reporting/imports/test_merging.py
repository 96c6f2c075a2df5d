"""The three-way comparison against a model so simple that it is plainly right, and
what cells hold against what they came from.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from oneplanet.sheets.writing import escaped, unescaped
from reporting.imports.cells import line_of, lines_of
from reporting.imports.merging import (
    CONFLICT,
    MINE,
    WHOLE,
    merge,
    merged,
    unchosen,
)

FEW = settings(max_examples=60, deadline=None)
NAMES = ("title", "summary", "type", "sectors")
TYPED = {"typed": ["a"], "kept": ""}  # what could not be read is a value of its own
values = st.sampled_from(["", "a", "b", "c", TYPED])
contents = st.fixed_dictionaries(dict.fromkeys(NAMES, values))
brought = contents.flatmap(
    lambda content: st.sets(st.sampled_from(NAMES)).map(
        lambda names: {name: content[name] for name in NAMES if name in names}
    )
)
choices = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["mine", "theirs"]))


def model(base, there, mine, choice):
    """(what is there afterwards, whether somebody had to be asked) of one field."""
    if mine is None or mine == there:
        return there, False
    if base is None:
        if mine == "":
            return there, False
        is_asked = there != ""
    elif mine == base:
        return there, False
    else:
        is_asked = there != base
    return (mine if not is_asked or choice == MINE else there), is_asked


@FEW
@given(st.none() | contents, contents, brought, choices)
def test_what_holds_afterwards_is_what_the_model_says(base, there, mine, chosen):
    differences = [d.as_dict() for d in merge(base, there, mine)]
    after = merged(there, differences, chosen)
    asked = {d["field"] for d in differences if d["kind"] == CONFLICT}
    for name in NAMES:
        before = base and base[name]
        expected = model(before, there[name], mine.get(name), chosen.get(name))
        assert (after[name], name in asked) == expected
    assert set(unchosen(differences, chosen)) == asked - set(chosen)


@FEW
@given(contents, contents, brought, choices)
def test_what_somebody_else_wrote_goes_only_where_it_was_chosen(
    base, there, mine, chosen
):
    differences = [d.as_dict() for d in merge(base, there, mine)]
    after = merged(there, differences, chosen)
    for name in NAMES:
        if there[name] != base[name] and chosen.get(name) != MINE:
            assert after[name] == there[name]


@FEW
@given(contents, contents, brought)
def test_bringing_the_result_once_more_changes_nothing(base, there, mine):
    differences = [d.as_dict() for d in merge(base, there, mine)]
    after = merged(there, differences, dict.fromkeys(NAMES, MINE))
    assert merge(base, after, {n: after[n] for n in mine}) == []


# Texts as the form keeps them: in one line, nothing around them.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)
texts = texts.map(lambda text: " ".join(text.split())).filter(bool)


@FEW
@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_rows_in_a_cell_are_read_as_they_were_written(rows):
    cell = "\n".join(line_of("links", row) for row in rows)
    assert lines_of(unescaped(escaped(cell))) == [list(row) for row in rows]


@FEW
@given(st.text())
def test_a_cell_is_no_formula_and_comes_back_as_it_was(text):
    written = escaped(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(written) == text


@FEW
@given(contents, brought, st.sampled_from(["mine", "theirs"]), choices)
def test_a_choice_for_the_whole_row_holds_where_no_field_has_its_own(
    there, mine, whole, chosen
):
    differences = [d.as_dict() for d in merge(None, there, mine)]
    given_of_each = dict.fromkeys(NAMES, whole) | chosen
    told = merged(there, differences, chosen | {WHOLE: whole})
    assert told == merged(there, differences, given_of_each)
    assert unchosen(differences, {WHOLE: whole}) == []
