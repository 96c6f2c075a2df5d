"""Days, moments and ages in the words of each language, and days as people type."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from oneplanet.text import dates

LANGUAGES = ["ar", "zh-hans", "en", "fr", "ru", "es"]
DAY = date(2021, 4, 23)


def in_all(write, *args) -> dict:
    return {language: write(*args, language) for language in LANGUAGES}


def test_a_day_in_every_language():
    assert in_all(dates.date_words, DAY) == {
        "ar": "٢٣ نيسان/أبريل ٢٠٢١",
        "zh-hans": "2021年4月23日",
        "en": "23 April 2021",
        "fr": "23 avril 2021",
        "ru": "23 апреля 2021 года",
        "es": "23 de abril de 2021",
    }


def test_the_first_of_a_month_in_every_language():
    assert in_all(dates.date_words, date(2020, 8, 1)) == {
        "ar": "١ آب/أغسطس ٢٠٢٠",
        "zh-hans": "2020年8月1日",
        "en": "1 August 2020",
        "fr": "1er août 2020",
        "ru": "1 августа 2020 года",
        "es": "1 de agosto de 2020",
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (
            *(DAY, date(2021, 4, 25)),
            {
                "ar": "٢٣–٢٥ نيسان/أبريل ٢٠٢١",
                "zh-hans": "2021年4月23日至25日",
                "en": "23–25 April 2021",
                "fr": "23–25 avril 2021",
                "ru": "23–25 апреля 2021 года",
                "es": "23 a 25 de abril de 2021",
            },
        ),
        (
            *(date(2021, 4, 1), date(2021, 5, 1)),
            {
                "ar": "١ نيسان/أبريل – ١ أيار/مايو ٢٠٢١",
                "zh-hans": "2021年4月1日至5月1日",
                "en": "1 April – 1 May 2021",
                "fr": "1er avril – 1er mai 2021",
                "ru": "1 апреля — 1 мая 2021 года",
                "es": "1 de abril a 1 de mayo de 2021",
            },
        ),
        (
            *(DAY, date(2022, 4, 23)),
            {
                "ar": "٢٣ نيسان/أبريل ٢٠٢١ – ٢٣ نيسان/أبريل ٢٠٢٢",
                "zh-hans": "2021年4月23日至2022年4月23日",
                "en": "23 April 2021 – 23 April 2022",
                "fr": "23 avril 2021 – 23 avril 2022",
                "ru": "23 апреля 2021 года — 23 апреля 2022 года",
                "es": "23 de abril de 2021 a 23 de abril de 2022",
            },
        ),
        (
            *(DAY, None),
            {
                "ar": "منذ ٢٣ نيسان/أبريل ٢٠٢١",
                "zh-hans": "自2021年4月23日起",
                "en": "since 23 April 2021",
                "fr": "depuis le 23 avril 2021",
                "ru": "с 23 апреля 2021 года",
                "es": "desde el 23 de abril de 2021",
            },
        ),
        (DAY, DAY, in_all(dates.date_words, DAY)),
    ],
    ids=["in a month", "in a year", "over years", "still going on", "one day"],
)
def test_a_range_in_every_language(start, end, expected):
    assert in_all(dates.date_range, start, end) == expected


def test_the_russian_second_takes_another_preposition():
    found = dates.date_range(date(2021, 4, 2), None, "ru")
    assert found == "со 2 апреля 2021 года"


def test_years_are_never_grouped():
    assert in_all(dates.years, 2013, 2020) == dict.fromkeys(LANGUAGES, "2013–2020") | {
        "ar": "٢٠١٣–٢٠٢٠"
    }
    assert dates.years(2020, 2020, "en") == "2020"
    assert dates.year(DAY, "ar") == "٢٠٢١"


def test_a_moment_in_every_language():
    moment = datetime(2021, 4, 23, 14, 2, tzinfo=UTC)
    assert in_all(dates.moment_words, moment) == {
        "ar": "٢٣ نيسان/أبريل ٢٠٢١، ١٤:٠٢ UTC",
        "zh-hans": "2021年4月23日 14:02 UTC",
        "en": "23 April 2021, 14:02 UTC",
        "fr": "23 avril 2021, 14:02 UTC",
        "ru": "23 апреля 2021 года, 14:02 UTC",
        "es": "23 de abril de 2021, 14:02 UTC",
    }
    assert dates.clock(moment, "ar") == "١٤:٠٢"


def test_a_moment_falls_on_the_day_of_the_active_time_zone():
    late = datetime(2021, 4, 23, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert dates.date_words(late, "en") == "24 April 2021"
        assert dates.moment_words(late, "en") == "24 April 2021, 08:30 JST"
        assert dates.day_of(late) == date(2021, 4, 24)


AGES = {
    timedelta(seconds=-5): (
        *("دقيقة واحدة", "1分钟", "1 minute"),
        *("1 minute", "1 минута", "1 minuto"),
    ),
    timedelta(minutes=2): (
        *("دقيقتان", "2分钟", "2 minutes"),
        *("2 minutes", "2 минуты", "2 minutos"),
    ),
    timedelta(minutes=59, seconds=59): (
        *("٥٩ دقيقة", "59分钟", "59 minutes"),
        *("59 minutes", "59 минут", "59 minutos"),
    ),
    timedelta(hours=1): (
        *("ساعة واحدة", "1小时", "1 hour"),
        *("1 heure", "1 час", "1 hora"),
    ),
    timedelta(hours=47, minutes=59): (
        *("٤٧ ساعة", "47小时", "47 hours"),
        *("47 heures", "47 часов", "47 horas"),
    ),
    timedelta(days=2): ("يومان", "2天", "2 days", "2 jours", "2 дня", "2 días"),
    timedelta(days=3): ("٣ أيام", "3天", "3 days", "3 jours", "3 дня", "3 días"),
    timedelta(days=11): (
        "١١ يوماً",
        "11天",
        "11 days",
        "11 jours",
        "11 дней",
        "11 días",
    ),
    timedelta(days=21): (
        "٢١ يوماً",
        "21天",
        "21 days",
        "21 jours",
        "21 день",
        "21 días",
    ),
    timedelta(days=100): (
        *("١٠٠ يوم", "100天", "100 days"),
        *("100 jours", "100 дней", "100 días"),
    ),
    timedelta(days=1103): (
        *("١٬١٠٣ أيام", "1,103天", "1,103 days"),
        *("1\u202f103 jours", "1\xa0103 дня", "1103 días"),
    ),
}


@pytest.mark.parametrize(("passed", "expected"), AGES.items())
def test_an_age_in_every_language(passed, expected):
    now = datetime(2021, 4, 23, 12, tzinfo=UTC)
    found = tuple(dates.age(now - passed, code, now=now) for code in LANGUAGES)
    assert found == expected


def test_the_language_is_the_active_one_or_english():
    with translation.override("ru"):
        assert dates.date_words(DAY) == "23 апреля 2021 года"
    assert dates.date_words(DAY, "pt") == "23 April 2021"


# --- Reading ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2021-04-23",
            "2021/4/23",
            "2021.04.23",
            "2021年4月23日",
            "2021 年 4 月 23 日",
        ),
        *("23/04/2021", "23/4/2021", "23.04.2021", "23. 4. 2021", "23-04-2021"),
        *("23 04 2021", "23042021", "20210423", " 23/04/2021\n", "23–04–2021"),
        *("٢٣/٤/٢٠٢١", "٢٠٢١-٠٤-٢٣", "۲۳/۴/۲۰۲۱", "\u200f٢٣؍٠٤؍٢٠٢١"),
        *("２０２１年４月２３日", "２３／０４／２０２１"),
        *("23 April 2021", "23 APRIL 2021", "23 avril 2021", "23 апреля 2021"),
        *("23 апреля 2021 г.", "23 de abril de 2021", "23 de abril 2021"),
        *("٢٣ نيسان/أبريل ٢٠٢١", "٢٣ أبريل ٢٠٢١", "٢٣ نيسان ٢٠٢١"),
    ],
)
def test_days_as_people_type_them(typed):
    assert dates.parse(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("04/05/2021", date(2021, 5, 4)),
        ("4.5.2021", date(2021, 5, 4)),
        ("1er août 2020", date(2020, 8, 1)),
        ("29/02/2020", date(2020, 2, 29)),
        ("20112012", date(2012, 11, 20)),
        ("20121120", date(2012, 11, 20)),
        ("١٨ يونيو ٢٠٢٠", date(2020, 6, 18)),
        ("18 حزيران/يونيه 2020", date(2020, 6, 18)),
    ],
)
def test_the_day_comes_first(typed, expected):
    assert dates.parse(typed) == expected


@pytest.mark.parametrize(
    "typed", ["04/23/2021", "31/02/2021", "29.02.2021", "0/1/2021", "2021-13-01"]
)
def test_a_day_that_is_not_in_the_calendar_is_refused(typed):
    with pytest.raises(ValueError, match="There is no such day"):
        dates.parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "2021", "04/2021", "April 2021", "23/04/21", "23/04-2021", "soon"),
        *("0021-04-23", "23/04/0202", "2300-01-01", "23 Foo 2021", "1/1/20211"),
        *("2021-04-23T10:00", "23 April 2021 or so", "٢٣/04/2021", "23/04/2021\x00"),
        *("\ud800", "9" * 61),
    ],
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValueError, match="Write day, month and year"):
        dates.parse(typed)


def test_endless_text_is_refused():
    with pytest.raises(ValueError, match="Write day"):
        dates.parse("1/" * 5_000_000)


days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=days)
def test_what_is_written_is_read_back_unchanged(language, day):
    assert dates.parse(dates.date_words(day, language)) == day
    assert dates.parse(f"{day:%d/%m/%Y}") == day
    assert dates.parse(f"{day:%d%m%Y}") == day
    assert dates.parse(f"{day:%Y%m%d}") == day
    assert dates.parse(day.isoformat()) == day


@given(text=st.text() | st.text("0123456789/.-年月日 ", max_size=12))
def test_any_text_is_a_day_or_refused_in_words(text):
    try:
        assert dates.parse(text).year >= 1900
    except ValueError as error:
        assert str(error).startswith(("Write day", "There is no such day"))
