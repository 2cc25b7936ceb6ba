"""Short labels of periods, in Dutch and English."""

from datetime import date

from koersvast.core.languages import Language
from koersvast.core.spans import SEASON_WORDS, Precision, Span, Third

LONG_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHORT_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": tuple("mrt" if name == "maart" else name[:3] for name in LONG_MONTHS["nl"]),
    "en": tuple(name[:3] for name in LONG_MONTHS["en"]),
}
SEASONS: dict[Language, dict[int, str]] = {
    "nl": dict(zip(SEASON_WORDS, ("voorjaar", "zomer", "najaar", "winter"), strict=True)),
    "en": SEASON_WORDS,
}
THIRDS: dict[Language, dict[Third, str]] = {
    "nl": dict(zip(Third, ("begin", "medio", "eind"), strict=True)),
    "en": dict(zip(Third, ("early", "mid", "late"), strict=True)),
}
CONTINUOUS: dict[Language, str] = {"nl": "doorlopend", "en": "continuous"}
HALVES: dict[Language, tuple[str, str]] = {"nl": ("1e helft", "2e helft"), "en": ("H1", "H2")}


def span_label(when: Span, language: Language) -> str:
    """The label of a readable span in language ``nl`` or ``en``."""
    first, last, precision = when
    if first is None or last is None:
        return CONTINUOUS[language]
    match precision:
        case Precision.DAY:
            return day_label(first, language)
        case Precision.WEEK:
            year, week, _ = first.isocalendar()
            return f"week {week} {year}"
        case Precision.MONTH:
            return f"{LONG_MONTHS[language][first.month - 1]} {first.year}"
        case Precision.QUARTER:
            return f"Q{(first.month + 2) // 3} {first.year}"
        case Precision.HALF_YEAR:
            return f"{HALVES[language][first.month // 7]} {first.year}"
        case Precision.SEASON:
            years = str(first.year) if first.month < 12 else f"{first.year}/{last.year}"
            return f"{SEASONS[language][first.month // 3]} {years}"
        case Precision.YEAR:
            return str(first.year)
        case _:
            return range_label(first, last, language)


def vague_label(third: Third, whole: Span, language: Language) -> str:
    """``medio 2023`` or ``mid 2023``."""
    return f"{THIRDS[language][third]} {span_label(whole, language)}"


def day_label(on: date, language: Language) -> str:
    return f"{on.day} {SHORT_MONTHS[language][on.month - 1]} {on.year}"


def range_label(first: date, last: date, language: Language) -> str:
    """From - to, as short as whole months and whole years allow."""
    months = SHORT_MONTHS[language]
    start, end = months[first.month - 1], f"{months[last.month - 1]} {last.year}"
    same_year = first.year == last.year
    if first.day == 1 and next_day_is_first(last):
        if (first.month, last.month) == (1, 12):
            return f"{first.year}" if same_year else f"{first.year}–{last.year}"
        if same_year and first.month == last.month:
            return end
    elif same_year and first.month == last.month:
        return f"{first.day} – {last.day} {end}"
    else:
        start, end = f"{first.day} {start}", f"{last.day} {end}"
    return f"{start} – {end}" if same_year else f"{start} {first.year} – {end}"


def next_day_is_first(on: date) -> bool:
    return date.fromordinal(on.toordinal() + 1).day == 1
