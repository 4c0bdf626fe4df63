"""Words in written times: months and weekdays in seven languages, halves of the day, names of zones."""

from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_MONTHS: Final = (
    "january jan januar jänner jaenner jän janvier janv enero ene gennaio gen janeiro januari",
    "february feb februar février fevrier fevr févr fév febrero febbraio fevereiro fev februari febr",
    "march mar märz maerz mär mrz mars marzo março maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout aoû agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro septiembre",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember",
)  # fmt: skip
MONTHS: Final = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
"""Month in lower case -> 1 to 12; no word names two months in different languages."""

_WEEKDAYS: Final = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
    lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab
    segunda terça quarta quinta sexta seg ter qua qui sex
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
"""
WEEKDAYS: Final = frozenset(_WEEKDAYS.split())

MORNING: Final = frozenset({"am", "vorm", "a"})
AFTERNOON: Final = frozenset({"pm", "nachm", "p"})

ZONE_WORDS: Final[dict[str, tuple[int, ...]]] = {
    "z": (0,), "zulu": (0,), "utc": (0,), "uct": (0,), "gmt": (0,), "ut": (0,), "wet": (0,), "wez": (0,),
    "west": (60,), "wesz": (60,), "cet": (60,), "mez": (60,), "met": (60,), "cest": (120,), "mesz": (120,),
    "mest": (120,), "eet": (120,), "oez": (120,), "eest": (180,), "oesz": (180,), "msk": (180,), "trt": (180,),
    "wat": (60,), "cat": (120,), "sast": (120,), "eat": (180,), "est": (-300,), "edt": (-240,), "cdt": (-300,),
    "mst": (-420,), "mdt": (-360,), "pst": (-480,), "pdt": (-420,), "akst": (-540,), "akdt": (-480,), "hst": (-600,),
    "nst": (-210,), "ndt": (-150,), "adt": (-180,), "hne": (-300,), "hae": (-240,), "brt": (-180,), "art": (-180,),
    "clt": (-240,), "jst": (540,), "kst": (540,), "hkt": (480,), "sgt": (480,), "pht": (480,), "pkt": (300,),
    "ict": (420,), "wib": (420,), "awst": (480,), "acst": (570,), "acdt": (630,), "aest": (600,), "aedt": (660,),
    "nzst": (720,), "nzdt": (780,), "ist": (330, 120, 60), "bst": (60, 360), "cst": (-360, 480, -300),
    "ast": (-240, 180), "gst": (240, -120), "sst": (480, -660),
}  # fmt: skip
"""Word -> minutes east of UTC; several where different zones use it. EST to PDT as RFC 2822, 4.3 defines them."""


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}


def zone_of_name(name: str) -> ZoneInfo | None:
    """The zone that is called so in the tz database, “europe/berlin”; None if none is."""
    known = _zone_names().get(name.casefold())
    return ZoneInfo(known) if known else None
