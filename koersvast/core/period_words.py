"""The Dutch and English words in which plans say when."""

from koersvast.core.spans import AUTUMN, SPRING, SUMMER, WINTER, Third

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february feb febr",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}

SEASONS: dict[str, int] = {
    "voorjaar": SPRING,
    "lente": SPRING,
    "spring": SPRING,
    "zomer": SUMMER,
    "summer": SUMMER,
    "najaar": AUTUMN,
    "herfst": AUTUMN,
    "autumn": AUTUMN,
    "fall": AUTUMN,
    "winter": WINTER,
}

ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "1e 1ste 1st eerste first",
            "2e 2de 2nd tweede second",
            "3e 3de 3rd derde third",
            "4e 4de 4th vierde fourth",
        ),
        start=1,
    )
    for word in words.split()
}

THIRDS: dict[str, Third] = {
    "begin": Third.BEGIN,
    "beginning": Third.BEGIN,
    "start": Third.BEGIN,
    "early": Third.BEGIN,
    "medio": Third.MIDDLE,
    "halverwege": Third.MIDDLE,
    "mid": Third.MIDDLE,
    "eind": Third.END,
    "einde": Third.END,
    "end": Third.END,
    "late": Third.END,
}

CONTINUOUS_WORDS = frozenset(
    {"continu", "continue", "continu proces", "doorlopend", "continuous", "ongoing"}
)

# Words that add nothing; "van" and "from" at the start are kept, for they open a range.
FILLERS = frozenset({"de", "het", "the", "van", "of"})
