"""The words days and lengths of time are written with, in each of the six languages.

As in United Nations documents: Arabic months under both their names, Russian days
with «года», the first of a French month as 1er.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one language writes days.

    In the patterns d, m, n, y are day, name of the month, its number and year; those
    of a range's end carry a 2. ``whole`` and ``since`` take whole days a and b.
    """

    months: str  # in the form that follows a day, parted by commas
    day: str = "{d} {m} {y}"
    in_month: str = "{d}–{d2} {m} {y}"
    in_year: str = "{d} {m} – {d2} {m2} {y}"
    whole: str = "{a} – {b}"
    since: str = "{a} –"
    moment: str = "{a}, {time} {zone}"


CALENDARS = {
    "ar": Calendar(
        "كانون الثاني/يناير,شباط/فبراير,آذار/مارس,نيسان/أبريل,أيار/مايو,"
        "حزيران/يونيه,تموز/يوليه,آب/أغسطس,أيلول/سبتمبر,تشرين الأول/أكتوبر,"
        "تشرين الثاني/نوفمبر,كانون الأول/ديسمبر",
        since="منذ {a}",
        moment="{a}، {time} {zone}",
    ),
    "zh-hans": Calendar(
        "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月",
        day="{y}年{m}{d}日",
        in_month="{y}年{m}{d}日至{d2}日",
        in_year="{y}年{m}{d}日至{m2}{d2}日",
        whole="{a}至{b}",
        since="自{a}起",
        moment="{a} {time} {zone}",
    ),
    "en": Calendar(
        "January,February,March,April,May,June,July,August,September,October,"
        "November,December",
        since="since {a}",
    ),
    "fr": Calendar(
        "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,"
        "novembre,décembre",
        since="depuis le {a}",
    ),
    "ru": Calendar(
        "января,февраля,марта,апреля,мая,июня,июля,августа,сентября,октября,"
        "ноября,декабря",
        day="{d} {m} {y} года",
        in_month="{d}–{d2} {m} {y} года",
        in_year="{d} {m} — {d2} {m2} {y} года",
        whole="{a} — {b}",
        since="{from_} {a}",
    ),
    "es": Calendar(
        "enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,"
        "noviembre,diciembre",
        day="{d} de {m} de {y}",
        in_month="{d} a {d2} de {m} de {y}",
        in_year="{d} de {m} a {d2} de {m2} de {y}",
        whole="{a} a {b}",
        since="desde el {a}",
    ),
}

# Forms in the order of the language's plurals; without {n} the word says it all.
AGES = {
    "ar": {
        "minute": "دقيقة واحدة,دقيقتان,{n} دقائق,{n} دقيقة,{n} دقيقة",
        "hour": "ساعة واحدة,ساعتان,{n} ساعات,{n} ساعة,{n} ساعة",
        "day": "يوم واحد,يومان,{n} أيام,{n} يوماً,{n} يوم",
    },
    "zh-hans": {"minute": "{n}分钟", "hour": "{n}小时", "day": "{n}天"},
    "en": {
        "minute": "{n} minute,{n} minutes",
        "hour": "{n} hour,{n} hours",
        "day": "{n} day,{n} days",
    },
    "fr": {
        "minute": "{n} minute,{n} minutes",
        "hour": "{n} heure,{n} heures",
        "day": "{n} jour,{n} jours",
    },
    "ru": {
        "minute": "{n} минута,{n} минуты,{n} минут",
        "hour": "{n} час,{n} часа,{n} часов",
        "day": "{n} день,{n} дня,{n} дней",
    },
    "es": {
        "minute": "{n} minuto,{n} minutos",
        "hour": "{n} hora,{n} horas",
        "day": "{n} día,{n} días",
    },
}
