"""Days with the name of their weekday, and stretches of them, in the six languages."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from oneplanet.text.calendars import CALENDARS
from oneplanet.text.numbers import digits


@dataclass(frozen=True, slots=True)
class Week:
    """How one language writes them, Monday first.

    In the patterns w, d, m, y are weekday, day, month and year, those of the last day
    with a 2; f and t are the weekday after “from” and after “to”.
    """

    days: str
    day: str
    in_month: str
    in_year: str
    whole: str
    after_from: str = ""
    after_to: str = ""


WEEKS = {
    "ar": Week(
        "الاثنين,الثلاثاء,الأربعاء,الخميس,الجمعة,السبت,الأحد",
        day="{w} {d} {m} {y}",
        in_month="من {w} {d} إلى {w2} {d2} {m2} {y2}",
        in_year="من {w} {d} {m} إلى {w2} {d2} {m2} {y2}",
        whole="من {w} {d} {m} {y} إلى {w2} {d2} {m2} {y2}",
    ),
    "zh-hans": Week(
        "星期一,星期二,星期三,星期四,星期五,星期六,星期日",
        day="{y}年{m}{d}日{w}",
        in_month="{y}年{m}{d}日{w}至{d2}日{w2}",
        in_year="{y}年{m}{d}日{w}至{m2}{d2}日{w2}",
        whole="{y}年{m}{d}日{w}至{y2}年{m2}{d2}日{w2}",
    ),
    "en": Week(
        "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
        day="{w} {d} {m} {y}",
        in_month="{w} {d} to {w2} {d2} {m2} {y2}",
        in_year="{w} {d} {m} to {w2} {d2} {m2} {y2}",
        whole="{w} {d} {m} {y} to {w2} {d2} {m2} {y2}",
    ),
    "fr": Week(
        "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
        day="{w} {d} {m} {y}",
        in_month="du {w} {d} au {w2} {d2} {m2} {y2}",
        in_year="du {w} {d} {m} au {w2} {d2} {m2} {y2}",
        whole="du {w} {d} {m} {y} au {w2} {d2} {m2} {y2}",
    ),
    "ru": Week(
        "понедельник,вторник,среда,четверг,пятница,суббота,воскресенье",
        day="{w}, {d} {m} {y} года",
        in_month="{f} {d} по {t} {d2} {m2} {y2} года",
        in_year="{f} {d} {m} по {t} {d2} {m2} {y2} года",
        whole="{f} {d} {m} {y} года по {t} {d2} {m2} {y2} года",
        after_from="с понедельника,со вторника,со среды,с четверга,с пятницы,"
        "с субботы,с воскресенья",
        after_to="понедельник,вторник,среду,четверг,пятницу,субботу,воскресенье",
    ),
    "es": Week(
        "lunes,martes,miércoles,jueves,viernes,sábado,domingo",
        day="{w} {d} de {m} de {y}",
        in_month="del {w} {d} al {w2} {d2} de {m2} de {y2}",
        in_year="del {w} {d} de {m} al {w2} {d2} de {m2} de {y2}",
        whole="del {w} {d} de {m} de {y} al {w2} {d2} de {m2} de {y2}",
    ),
}


def weekday_range(first: date, last: date, language: str | None = None) -> str:
    """Monday 16 to Sunday 22 November 2026; of one day, Monday 16 November 2026."""
    language = language or get_language() or "en"
    week = WEEKS[language]
    pieces = _pieces(first, language) | {
        f"{key}2": value for key, value in _pieces(last, language).items()
    }
    if first == last:
        return week.day.format(**pieces)
    pieces |= {
        "f": _name(week.after_from or week.days, first),
        "t": _name(week.after_to or week.days, last),
    }
    if first.year != last.year:
        return week.whole.format(**pieces)
    pattern = week.in_month if first.month == last.month else week.in_year
    return pattern.format(**pieces)


def _name(names: str, day: date) -> str:
    return names.split(",")[day.weekday()]


def _pieces(day: date, language: str) -> dict:
    is_first = language == "fr" and day.day == 1
    return {
        "w": _name(WEEKS[language].days, day),
        "d": "1er" if is_first else digits(day.day, language),
        "m": CALENDARS[language].months.split(",")[day.month - 1],
        "y": digits(day.year, language),
    }
