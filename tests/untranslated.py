"""Strings that are rightly the same in a translation as in English; reviewed by eye."""

SAME = {
    "all": {"M49", "ISO 3166-1 alpha-2", "ISO 3166-1 alpha-3", "English", "E/2021/56"},
}
