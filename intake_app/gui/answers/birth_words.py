"""Words about a birth: names of calendars, months and seasons, the days and ages that a statement may mean."""

from datetime import date

from PySide6.QtCore import QCalendar, QDate, QLocale

from intake_app import calendars, languages, screening, workflow
from intake_app.gui.answers import moments
from intake_app.gui.answers.answer import Setting
from intake_app.gui.words import Words, with_colon
from intake_app.i18n import msg
from intake_app.screening import Birth, Reading, Statement

CALENDAR_NAMES = {
    calendars.GREGORIAN: msg("Gregorian"),
    calendars.ETHIOPIAN: msg("Ethiopian"),
    calendars.PERSIAN: msg("Solar Hijri"),
    calendars.HIJRI: msg("Hijri"),
    calendars.COPTIC: msg("Coptic"),
    calendars.BUDDHIST: msg("Buddhist"),
    calendars.NEPALI: msg("Nepali (Bikram Sambat)"),
}
SEASON_NAMES = {
    "winter": msg("winter"), "spring": msg("spring"), "summer": msg("summer"), "autumn": msg("autumn"),
    "rains": msg("rainy season"), "dry": msg("dry season"),
}  # fmt: skip
# The months of Ethiopia and Eritrea; no library here has them.
_ETHIOPIAN = {
    "Ethi": ("መስከረም", "ጥቅምት", "ኅዳር", "ታኅሣሥ", "ጥር", "የካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰኔ", "ሐምሌ", "ነሐሴ", "ጳጉሜን"),
    "ti": ("መስከረም", "ጥቅምቲ", "ሕዳር", "ታሕሳስ", "ጥሪ", "ለካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰነ", "ሓምለ", "ነሓሰ", "ጳጉሜን"),
    "Latn": ("Meskerem", "Tekemt", "Hedar", "Tahsas", "Ter", "Yekatit", "Megabit", "Miazia", "Genbot", "Sene",
             "Hamle", "Nehasse", "Pagumen"),
}  # fmt: skip
# The months of Egypt, as they are called in Arabic and as Coptic names are written in English.
_COPTIC = {
    "Arab": ("توت", "بابه", "هاتور", "كيهك", "طوبة", "أمشير", "برمهات", "برمودة", "بشنس", "بؤونة", "أبيب", "مسرى",
             "نسيء"),
    "Latn": ("Thout", "Paopi", "Hathor", "Koiak", "Tobi", "Meshir", "Paremhat", "Parmouti", "Pashons", "Paoni", "Epip",
             "Mesori", "Nesi"),
}  # fmt: skip
# The months of Nepal, as they are called there and written in English.
_NEPALI = {
    "Deva": ("वैशाख", "जेठ", "असार", "साउन", "भदौ", "असोज", "कात्तिक", "मंसिर", "पुस", "माघ", "फागुन", "चैत"),
    "Latn": ("Baisakh", "Jestha", "Asar", "Shrawan", "Bhadau", "Asoj", "Kartik", "Mangsir", "Poush", "Magh", "Falgun",
             "Chaitra"),
}  # fmt: skip
_SYSTEMS = {calendars.PERSIAN: QCalendar.System.Jalali, calendars.HIJRI: QCalendar.System.IslamicCivil}
TOO_OLD = msg("Nobody is that old. Please check the age.")
NO_SUCH_DAY = msg("There is no such day in the calendar. Please check day, month and year.")
NOT_TAKEN = msg("What was typed or pasted last can not be read here and was left out.")
TWO_YEARS = msg(
    "This may be a month, or two years: only the first year was taken. If a month is meant, type it before the year."
)
SEVERAL_AGES = msg("More than one age was typed here: only the lowest one was taken. Please check it.")
WHOLE_YEARS = msg("Only whole years count here: the part of a year was left out. Please check it.")
HALF_MINUTE = msg(
    "One figure behind this sign may be a part of an hour, and was left out. Minutes have two figures, as in 9:05."
)
_TO_COME = msg("This day is still to come. Please check day, month and year.")
_NO_YEAR = msg("Nobody who is alive was born in this year. Please check the year.")
_YEAR, _AGO = 4, 120
"""Figures of a year, and so many years ago, of any calendar, nobody living was born."""
_FARTHEST = date(calendars.LAST - 1, 1, 1)
"""In a year of which each calendar can be asked; what is told of a year behind it is as far to come."""


def month_name(calendar: str, month: int, language: str) -> str:
    """The name of a month of a calendar in a language; in English letters where nobody has it in that language."""
    known = languages.get(language)
    if calendar == calendars.ETHIOPIAN:
        own = "ti" if known.code.startswith("ti") else known.script if known.script == "Ethi" else "Latn"
        return _ETHIOPIAN[own][month - 1]
    if calendar == calendars.COPTIC:
        return _COPTIC["Arab" if known.code.startswith("ar") else "Latn"][month - 1]
    if calendar == calendars.NEPALI:
        return _NEPALI["Deva" if known.script == "Deva" else "Latn"][month - 1]
    locale = QLocale(known.locale)
    return QCalendar(_SYSTEMS.get(calendar, QCalendar.System.Gregorian)).monthName(locale, month)


def stated_words(said: Statement, tr: Words, *, elsewhere: bool = False) -> str:
    """What was told, no more exact than it was told. `elsewhere`: it may be of another calendar than the Gregorian."""
    if said.kind == "age":
        day = day_in_words(date.fromisoformat(said.on), tr)
        told = tr("{age} years old, told on {day}").format(age=said.age, day=day)
    elif said.kind == "event":
        told = tr("{age} years old at an event that is known").format(age=said.age)
        event = workflow.birth_events().get(said.event)
        if event is not None:
            told = with_colon(told, f"\u2068{event.names.get(tr.language) or event.names['en']}\u2069", tr.language)
    else:
        season = tr(SEASON_NAMES[said.season]) if said.season in SEASON_NAMES else ""
        day = said.day if said.month else ""
        when = "/".join(part for part in (day, said.month, said.year) if part)
        told = tr("born {when}").format(when=" ".join(part for part in (season, f"\u2066{when}\u2069") if part))
    if said.kind == "date" and said.calendar in CALENDAR_NAMES and said.calendar != calendars.GREGORIAN:
        told += f" ({tr('{calendar} calendar').format(calendar=tr(CALENDAR_NAMES[said.calendar]))})"
    elif said.kind == "date" and (said.counted or elsewhere):
        told += f" ({tr('calendar not known')})"
    return f"{tr('about:')} {told}" if said.about else told


def unfinished_day(value: str, tr: Words) -> str:
    """A stored date that is half typed in another calendar, or lacking there, with that calendar; "" for any other."""
    calendar = moments.meant_in(value)
    if not calendar:
        return ""
    figures = moments.without_calendar(value)
    return f"\u2066{figures}\u2069 ({tr('{calendar} calendar').format(calendar=tr(CALENDAR_NAMES[calendar]))})"


def no_birthday(said: Statement, today: date) -> str:
    """Why nobody was born on a whole day that was told: it is still to come, or there is none such."""
    parts = (said.year, said.month, said.day)
    if said.kind != "date" or not all(part.isdecimal() for part in parts):
        return NO_SUCH_DAY
    names = (said.calendar,) if said.calendar else (calendars.GREGORIAN, *said.counted)
    last = {name: calendars.parts(name, _FARTHEST)[0] for name in names}
    days = [calendars.day(name, min(int(said.year), last[name]), int(said.month), int(said.day)) for name in names]
    return _TO_COME if any(day is not None and day > today for day in days) else NO_SUCH_DAY


def _nobody_then(said: Statement, today: date, *, typing: bool) -> bool:
    """Whether nobody living was born in a year that was told; ``typing``: nor in any that may come of its figures."""
    if said.kind != "date" or not said.year.isdecimal():
        return False
    if not typing or len(said.year) >= _YEAR:
        return True
    last = [calendars.parts(name, today)[0] for name in calendars.CALENDARS]
    return not any(str(year).startswith(said.year) for one in last for year in range(one - _AGO, one + 1))


def told_lines(birth: Birth, said: Statement, setting: Setting, today: date, *, typing: bool = False) -> list[str]:
    """One line for each reading: the calendar, the date in it, the Gregorian days, the ages. ``typing``: the year may
    not be whole yet."""
    tr = setting.tr
    read_as = birth.read_as or said
    lines = [_line(one, read_as, setting, today) for one in birth.readings]
    if (read_as != said or not lines) and said.kind == "date" and len(said.year) == _YEAR and said.month and said.day:
        lines.insert(0, tr(no_birthday(said, today)))
    elif not birth.readings and _nobody_then(said, today, typing=typing):
        lines.append(tr(_NO_YEAR))
    if not birth.readings and said.age and (said.kind == "age" or said.event):
        lines.append(tr(TOO_OLD))
    if len({one.calendar for one in birth.readings}) > 1:
        lines.append(tr("Ask which calendar it is."))
    return list(dict.fromkeys(lines))  # by the sun and by the moon it may be the same years


def _line(reading: Reading, said: Statement, setting: Setting, today: date) -> str:
    tr = setting.tr
    ages = ages_in_words(*screening.years_old(reading.span, today), tr)
    days = _days(reading, tr)
    if said.kind != "date" or reading.calendar == calendars.GREGORIAN:
        told = f"{days} · {ages}"
        return told if said.kind != "date" else with_colon(tr(CALENDAR_NAMES[reading.calendar]), told, tr.language)
    own = " ".join(part for part in (said.day, _month(said, reading.calendar, tr), said.year) if part)
    return with_colon(tr(CALENDAR_NAMES[reading.calendar]), f"\u2068{own}\u2069 = {days} · {ages}", tr.language)


def _month(said: Statement, calendar: str, tr: Words) -> str:
    return month_name(calendar, int(said.month), tr.language) if said.month else ""


def _days(reading: Reading, tr: Words) -> str:
    if reading.day is not None:
        return day_in_words(reading.day, tr)
    return " – ".join(day_in_words(on, tr) for on in (reading.span.earliest, reading.span.latest))


def day_in_words(on: date, tr: Words) -> str:
    """A day with its month in the interface language, in its own direction."""
    locale = QLocale(languages.get(tr.language).locale)
    return f"\u2068{locale.toString(QDate(on.year, on.month, on.day), 'd MMMM yyyy')}\u2069"


def ages_in_words(youngest: int, oldest: int, tr: Words) -> str:
    """An age, or the two between which it lies."""
    if youngest == oldest:
        return tr.plural("{n} year old", "{n} years old", youngest).format(n=youngest)
    return tr("{youngest} to {oldest} years old").format(youngest=youngest, oldest=oldest)
