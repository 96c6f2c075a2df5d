"""Texts broken into lines for drawings."""

from oneplanet.text.wrapping import width_of, wrapped


def test_words_go_on_lines_that_hold_them_and_a_long_one_keeps_its_own():
    assert wrapped("Planning, design and commissioning", 8) == [
        "Planning,",
        "design and",
        "commissioning",
    ]
    assert wrapped("Использование", 2) == ["Использование"]
    assert wrapped("", 2) == []


def test_chinese_breaks_between_signs_but_no_line_begins_with_a_comma():
    assert wrapped("规划、设计和委托", 3) == ["规划、", "设计和", "委托"]
    assert wrapped("规划设、计", 3) == ["规划", "设、计"]


def test_wide_signs_count_as_wide_as_high():
    assert width_of("建筑") == 2
    assert width_of("ab") < width_of("яя") < width_of("建筑")
