"""Reads how Dutch and English plans write a period. What it does not know, it does not guess."""

import re
from collections.abc import Callable, Iterable, Iterator

from koersvast.core.period_words import CONTINUOUS_WORDS, FILLERS, MONTHS, ORDINALS, SEASONS, THIRDS
from koersvast.core.spans import (
    CONTINUOUS,
    WINTER,
    Precision,
    Span,
    Third,
    day_span,
    half_year_span,
    month_span,
    quarter_span,
    season_span,
    span,
    third_span,
    week_span,
    year_span,
)

LONGEST_TEXT = 80  # longer texts are sentences, not periods


def words(table: Iterable[str]) -> str:
    """The keys of a word table as alternatives, longest first."""
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


MONTH, SEASON, ORDINAL = words(MONTHS), words(SEASONS), words(ORDINALS)
YEAR = r"(?P<year>[0-9]{4}|'[0-9]{2})"
MAYBE_YEAR = rf"(?:[ -]{YEAR})?"

# Pattern and what it means; ``m`` is the match, ``y`` the year it speaks of.
Reader = Callable[[re.Match[str], int], Span]
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.ASCII), reader)
    for pattern, reader in (
        (rf"(?:jaar |heel |year )?{YEAR}", lambda m, y: year_span(y)),
        (rf"{YEAR}-(?P<m>\d\d)-(?P<d>\d\d)", lambda m, y: day_span(y, int(m["m"]), int(m["d"]))),
        (rf"{YEAR}-(?P<m>\d\d)", lambda m, y: month_span(y, int(m["m"]))),
        (rf"(?P<m>\d\d?)[-/]{YEAR}", lambda m, y: month_span(y, int(m["m"]))),
        (
            rf"(?P<d>\d\d?)(?P<s>[-/.])(?P<m>\d\d?)(?P=s){YEAR}",
            lambda m, y: day_span(y, int(m["m"]), int(m["d"])),
        ),
        (r"(?P<d>\d\d?)[-/](?P<m>\d\d?)", lambda m, y: day_span(y, int(m["m"]), int(m["d"]))),
        (
            rf"(?P<d>\d\d?)(?:e|st|nd|rd|th)?[ -](?P<m>{MONTH}){MAYBE_YEAR}",
            lambda m, y: day_span(y, MONTHS[m["m"]], int(m["d"])),
        ),
        (
            rf"(?P<m>{MONTH}) (?P<d>\d\d?)(?:st|nd|rd|th)? {YEAR}",
            lambda m, y: day_span(y, MONTHS[m["m"]], int(m["d"])),
        ),
        (rf"(?P<m>{MONTH}){MAYBE_YEAR}", lambda m, y: month_span(y, MONTHS[m["m"]])),
        (rf"(?:week|wk|w) ?(?P<n>\d\d?){MAYBE_YEAR}", lambda m, y: week_span(y, int(m["n"]))),
        (rf"{YEAR}[ -]?(?:week |w)(?P<n>\d\d?)", lambda m, y: week_span(y, int(m["n"]))),
        (
            rf"(?:q|kw ?|kwartaal |quarter )(?P<n>\d)(?:[ /-]{YEAR})?",
            lambda m, y: quarter_span(y, int(m["n"])),
        ),
        (rf"{YEAR}[ -]?(?:q|kw)(?P<n>\d)", lambda m, y: quarter_span(y, int(m["n"]))),
        (
            rf"(?P<n>{ORDINAL}) (?:kwartaal|kw|quarter){MAYBE_YEAR}",
            lambda m, y: quarter_span(y, ORDINALS[m["n"]]),
        ),
        (rf"h(?P<n>\d){MAYBE_YEAR}", lambda m, y: half_year_span(y, int(m["n"]))),
        (rf"{YEAR}[ -]?h(?P<n>\d)", lambda m, y: half_year_span(y, int(m["n"]))),
        (
            rf"(?P<n>{ORDINAL}) (?:helft|halfjaar|half jaar|half){MAYBE_YEAR}",
            lambda m, y: half_year_span(y, ORDINALS[m["n"]]),
        ),
        (rf"(?P<n>{SEASON}){MAYBE_YEAR}", lambda m, y: season_span(y, SEASONS[m["n"]])),
        (rf"{YEAR}-(?P<n>{SEASON})", lambda m, y: season_span(y, SEASONS[m["n"]])),
        (
            rf"winter {YEAR} ?[-/–] ?(?P<next>\d{{4}}|'?\d\d)",
            lambda m, y: winter_of(y, m["next"].strip("'")),
        ),
    )
)

VAGUE = re.compile(rf"(?P<third>{words(THIRDS)})[ -](?P<rest>.+)")
# The stronger separator is tried first; "/" and "en" only join neighbours.
THROUGH = (
    re.compile(r" ?(?:t/m|tot en met) ?| (?:tot|to|until|through) "),
    re.compile(r" ?[-–—] ?"),
)
BESIDE = re.compile(r" ?/ ?| (?:en|and) ")
ISO_SIDE = re.compile(r"[0-9]{4}-[0-9qhw-]+")
OPENS_RANGE = re.compile(r"(?:van|from) ")


def read_span(text: str, year: int | None = None) -> Span | None:
    """The span a text means, or None when it cannot be read. Never raises.

    ``year`` is used only where the text itself names none.
    """
    if len(text) > LONGEST_TEXT:
        return None
    plain = plain_text(text)
    if plain in CONTINUOUS_WORDS:
        return CONTINUOUS
    if opening := OPENS_RANGE.match(plain):
        return read_range(plain[opening.end() :], year)
    return read_one(plain, year) or read_range(plain, year)


def read_vague(text: str, year: int | None = None) -> tuple[Third, Span] | None:
    """For "medio 2023" the third and the whole it is a third of; None for any other text."""
    plain = plain_text(text) if len(text) <= LONGEST_TEXT else ""
    match = VAGUE.fullmatch(plain)
    whole = read_one(match["rest"], year) if match and read_one(plain, year) else None
    return (THIRDS[match["third"]], whole) if match and whole else None


def plain_text(text: str) -> str:
    """Lower case, one kind of apostrophe and space, without fillers and the dots of shortening."""
    plain = re.sub(r"[’‘`´]", "'", text.strip().lower())
    plain = re.sub(r"\^(?=(?:e|de|ste)\b)| (?=\^(?:e|de|ste)\b)", "", plain)
    plain = re.sub(r"(?<=[a-z])\.|,", " ", plain)
    plain = re.sub(r"(?<=[a-z0-9])(?='[0-9]{2}\b)", " ", plain)
    first, *rest = plain.split() or [""]
    if first == "in":
        first, *rest = rest or [""]
    kept = [word for word in rest if word not in FILLERS]
    if first not in {"de", "het", "the"}:
        kept.insert(0, first)
    return " ".join(kept)


def read_one(plain: str, year: int | None) -> Span | None:
    """A single day, week, month ... or a third of one."""
    try:
        if match := VAGUE.fullmatch(plain):
            whole = read_one(match["rest"], year)
            return third_span(THIRDS[match["third"]], whole) if whole else None
        for pattern, reader in READERS:
            if match := pattern.fullmatch(plain):
                own = match.groupdict().get("year")
                meant = full_year(own) if own else year
                return None if meant is None else reader(match, meant)
    except (ValueError, OverflowError):
        return None
    return None


def read_range(plain: str, year: int | None) -> Span | None:
    """Two periods with a separator between them; the first separator that gives a range counts."""
    for separator in THROUGH:
        for left, right in splits(plain, separator):
            if found := join(left, right, year):
                return found
    for left, right in splits(plain, BESIDE):
        iso = ISO_SIDE.fullmatch(left) and ISO_SIDE.fullmatch(right)
        if found := join(left, right, year, neighbours=not iso):
            return found
    return None


def splits(plain: str, separator: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for match in separator.finditer(plain):
        yield plain[: match.start()], plain[match.end() :]


def join(left: str, right: str, year: int | None, *, neighbours: bool = False) -> Span | None:
    """From the first day of ``left`` to the last of ``right``; each may lend the other its year.

    A bare year lends nothing, for "1 januari - 2023" is no range.
    """
    left_year, right_year = year_in(left), year_in(right)
    begin = read_one(completed(left, right), right_year or year)
    end = read_one(right, left_year or year)
    if begin is None or end is None:
        return None
    bare = Precision.YEAR in (begin.precision, end.precision)
    if bare and (left_year is None or right_year is None):
        return None
    return from_to(begin, end, neighbours=neighbours)


def from_to(begin: Span, end: Span, *, neighbours: bool) -> Span | None:
    """The range of two spans, unless it runs backwards or leaves a gap between neighbours."""
    if begin.first is None or begin.last is None or end.first is None or end.last is None:
        return None
    if begin.first > end.first or begin.last > end.last:
        return None
    if neighbours and (end.first - begin.last).days != 1:
        return None
    return span(begin.first, end.last)


def completed(left: str, right: str) -> str:
    """In "12 - 18 april 2021" the left side borrows the month (and year) of the right one."""
    borrowed = re.fullmatch(rf"\d\d?(?P<tail> (?:{MONTH})\b.*)", right, re.ASCII)
    return left + borrowed["tail"] if borrowed and re.fullmatch(r"[0-9]{1,2}", left) else left


def year_in(plain: str) -> int | None:
    """The year a text itself names, if any."""
    match = re.search(rf"(?<![0-9']){YEAR}(?![0-9])", plain)
    return full_year(match["year"]) if match else None


def full_year(written: str) -> int:
    """'22 is 2022: a two-digit year needs its apostrophe and lies in this century."""
    return 2000 + int(written[1:]) if written.startswith("'") else int(written)


def winter_of(year: int, following: str) -> Span:
    """Winter 2022/2023 (or 2022/23): the second year must be the next one."""
    if (year + 1) % 10 ** len(following) != int(following):
        raise ValueError(f"winter {year}/{following}")
    return season_span(year, WINTER)
