"""The words in dates: months and weekdays in many tongues, 1st, Q1, 下午; plainer ones."""

import re

from .cell_clocks import MORNING

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# German, French, Spanish, Italian, Portuguese, Dutch, the Nordic tongues, Polish, Russian, Turkish.
NAMES = (
    "januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia январь"
    " января янв ocak",
    "februar feber février févr febrero febbraio fevereiro fev februari luty lutego февраль февраля"
    " фев şubat",
    "märz maerz mär mrz mars marzo março maart mrt marzec marca март марта мар mart",
    "avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр nisan",
    "mai mayo maggio mag maio mei maj maja май мая mayıs",
    "juni juin junio giugno giu junho czerwiec czerwca июнь июня июн haziran",
    "juli juillet juil julio luglio lug julho lipiec lipca июль июля июл temmuz",
    "août aout agosto ago augustus augusti sierpień sierpnia август августа авг ağustos",
    "septembre septiembre setiembre settembre setembro set wrzesień września сентябрь сентября сен"
    " сент eylül",
    "oktober okt octobre octubre ottobre ott outubro out październik października октябрь октября"
    " окт ekim",
    "novembre noviembre novembro listopad listopada ноябрь ноября ноя нояб kasım",
    "dezember dez décembre déc diciembre dic dicembre dezembro desember des grudzień grudnia"
    " декабрь декабря дек aralık",
)
MONTH_OF = {
    name: month for month, names in zip(MONTHS, NAMES, strict=True) for name in names.split()
}
WORD = re.compile(r"[^\W\d_]{3,}")

WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|lun(?:di|es)?|mar(?:di|tes)|mer(?:credi)?|mié(?:rcoles)?|jeu(?:di)?|jue(?:ves)?|ven(?:dredi)?"
    r"|vie(?:rnes)?|sam(?:edi)?|sáb(?:ado)?|dim(?:anche)?|dom(?:ingo)?"
    r"|(?:mån|tis|ons|tors|fre|lör|sön)(?:dag)?)(?:[.,]+ *| +)(?=\S)",
    re.IGNORECASE,
)
EASTERN_WEEKDAY = re.compile(
    r" ?(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
    r"|[(（](?:[月火水木金土日一二三四五六]|周.|週.)[)）])"
)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º)\b", re.IGNORECASE)
OF = re.compile(
    r"(?<=[^\W\d_])\.?,? (?:de|del|of) (?=\d)|(?<=\d) (?:de|of) (?=[^\W\d_])", re.IGNORECASE
)
HALF = re.compile(r"(上午|午前|오전|下午|午後|오후) ?(\d{1,2}[:时時点點]\d{2}\S*)")
IN_C = re.compile(
    r"([a-z]{3}) +(\d{1,2}) (\d{1,2}:\d{2}:\d{2})(?: [A-Z]{3,5})? (\d{4})", re.IGNORECASE
)
"""As C's ctime writes it: Mar  1 09:12:33 2024."""

QUARTERS = [
    re.compile(r"(?P<y>\d{4})[ -/]?Q(?P<q>[1-4])", re.IGNORECASE),
    re.compile(r"Q(?P<q>[1-4])[ -/]?(?P<y>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<y>\d{4}) ?年 ?第? ?(?P<q>[1-4一二三四]) ?季度?"),
]
MONTH_M = re.compile(r"(\d{4})-?M(0[1-9]|1[0-2])")
"""As Eurostat writes it: 2020M01."""


def plainer(cell: str) -> str:
    """The same date with English months in three letters and without what the calendar knows.

    A quarter is its first month. A cell in which there is none of these is given back.
    """
    for way in QUARTERS:
        if found := way.fullmatch(cell):
            quarter = "一二三四".find(found["q"]) + 1 or int(found["q"])
            return f"{found['y']}-{3 * quarter - 2:02d}"
    cell = MONTH_M.sub(r"\1-\2", cell) if MONTH_M.fullmatch(cell) else cell
    cell = WEEKDAY.sub("", EASTERN_WEEKDAY.sub("", cell))
    cell = OF.sub(" ", ORDINAL.sub("", cell))
    cell = HALF.sub(in_twelve_hours, cell)
    cell = WORD.sub(lambda word: MONTH_OF.get(word[0].lower(), word[0]), cell)
    if found := IN_C.fullmatch(cell):
        cell = f"{found[1]} {found[2]}, {found[4]} {found[3]}"
    return cell.removesuffix(".")


def in_twelve_hours(half: re.Match[str]) -> str:
    """下午 3:12 as 3:12 PM; 0:12 is 12:12 AM."""
    clock = re.sub("^0?0(?=[:时時点點])", "12", half[2])
    return f"{clock} {'A' if half[1] in MORNING else 'P'}M"
