"""Times as people write them, in seven languages: read as they are meant, or asked; never another time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey_core.errors import AskDateFormat, AskZone
from journey_core.intake.cells.date_formats import DateEvidence
from journey_core.intake.cells.dates import read_times
from tests.proofs import cases

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KOLKATA = ZoneInfo("Asia/Kolkata")
FULL = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. Mär. Apr. Mai Jun. Jul. Aug. Sep. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic", "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez", "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}  # fmt: skip
WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun", "de": "Mo. Di. Mi. Do. Fr. Sa. So.",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche", "es": "lun mar mié jue vie sáb dom",
    "it": "lun mar mer gio ven sab dom",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}  # fmt: skip
BEFORE_TIME = {"en": " at ", "de": " um ", "fr": " à ", "es": " a las ", "it": " alle ", "pt": " às ", "nl": " om "}
OFFSETS = {
    "Z": 0, " UTC": 0, " GMT": 0, " GMT+1": 60, " UTC-3": -180, " +05:30": 330, "+0200": 120, " CET": 60, " CEST": 120,
    " MEZ": 60, " EST": -300, " PDT": -420, " GMT-0300 (Brasilia Standard Time)": -180, " (UTC)": 0,
    "+01:00[Europe/Berlin]": 60,
}  # fmt: skip


def utc(value: str, date_format: str, zone: ZoneInfo = KOLKATA) -> str:
    read = read_times([value], date_format=date_format, zone=zone)
    assert read.faults == {}
    return (EPOCH + timedelta(microseconds=read.microseconds.tolist()[0])).isoformat()


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-04 9:05 UTC", "2024-3-4 9:05:00 GMT", "2024-03-04T10:05+01:00[Europe/Berlin]",
        "4. März 2024 10:05 MEZ",
        "Mon, 04 Mar 2024 10:05:00 +0100", "Mon Mar 04 2024 10:05:00 GMT+0100 (Central European Standard Time)",
        "Mon Mar  4 09:05:00 UTC 2024", "04/Mar/2024:09:05:00 +0000", "lundi 4 mars 2024 à 10h05 CET",
        "4 de marzo de 2024, 4:05 a. m. EST", "segunda-feira, 4 de março de 2024 às 06:05 UTC-3",
        "lun 4 mar 2024 alle 10:05 Europe/Rome", "March 4th, 2024 at 9:05 AM (GMT)", "4 maart 2024 om 10:05 uur CET",
        "20240304T090500Z", "2024-03-04\u202f09:05\u00a0UTC", "\u200e2024-03-04 09:05 UTC", "Mar 4 2024 2:35 PM IST",
    ],
)  # fmt: skip
def test_the_same_instant_in_many_forms(value: str) -> None:
    assert utc(value, "iso") == "2024-03-04T09:05:00+00:00"


@pytest.mark.parametrize(
    ("value", "date_format"),
    [
        ("4/3/2024 2:35PM", "dmy"), ("3/4/24, 2:35:00 p.m.", "mdy"), ("4.3.2024 14.35", "dmy"), ("04032024", "dmy"),
        ("04.03.2024, 14:35 Uhr", "dmy"), ("14:35 04-03-2024", "dmy"), ("202403041435", "compact"),
        ("24/3/4 14:35", "ymd"),
    ],
)  # fmt: skip
def test_numbers_are_read_in_the_order_of_the_column(value: str, date_format: str) -> None:
    assert utc(value, date_format)[:10] == ("2024-03-03" if value == "04032024" else "2024-03-04")
    assert utc(value, date_format, ZoneInfo("UTC")).startswith("2024-03-04T")


@pytest.mark.parametrize(
    "value",
    [
        "yesterday", "March 2024", "12.34.567", "9:05", "2024-13-01", "31 April 2024", "4 März", "2024-03-04 25:00",
        "4 March 2024 9:00-10:00", "2024-03-04 09:00 - 10:00", "4 March 2024 13:05 AM", "2024-03-04 09:05 GMT+19",
        "2024-03-04 09:05 XYZ", "2024-03-04 and 2024-03-05", "1", "4.3.2024 9.05", "Mar 4 5 2024", "2024030409",
    ],
)  # fmt: skip
def test_what_is_no_time_or_reads_in_several_ways_is_not_guessed(value: str) -> None:
    assert read_times([value], date_format="iso", zone=KOLKATA).faults.keys() == {0}


@pytest.mark.parametrize("value", ["2024030409", "202403040905"])
def test_digits_that_are_a_calendar_time_and_a_number_of_seconds_are_asked(value: str) -> None:
    evidence = DateEvidence("when")
    evidence.add([value, "1709542800"])
    with pytest.raises(AskDateFormat) as asked:
        evidence.format()
    assert "compact" in asked.value.readings
    assert any(name.startswith("epoch") for name in asked.value.readings)


def test_a_zone_word_of_several_zones_is_read_in_the_declared_one_or_asked() -> None:
    evidence = DateEvidence("when", zone=ZoneInfo("Europe/Berlin"))
    evidence.add(["2024-03-04 09:05 IST"])
    with pytest.raises(AskZone, match="IST"):
        evidence.format()
    assert utc("2024-03-04 09:05 IST", "iso", KOLKATA) == "2024-03-04T03:35:00+00:00"
    assert utc("2024-03-04 09:05 IST", "iso", ZoneInfo("Asia/Jerusalem")) == "2024-03-04T07:05:00+00:00"
    assert read_times(["2024-03-04 09:05 IST"], date_format="iso", zone=ZoneInfo("UTC")).faults == {
        0: "“IST” in “2024-03-04 09:05 IST” is the name of several zones"
    }


@dataclass(frozen=True)
class Written:
    """A time as somebody writes it, and the instant that is meant."""

    text: str
    meant: datetime


@st.composite
def written(draw: st.DrawFn, order: str, language: str, sign: str) -> Written:
    moment = draw(st.datetimes(datetime(1971, 1, 2), datetime(2068, 12, 30)))
    time, moment = draw(st.sampled_from(TIMES))(moment, draw(st.sampled_from(["am", "AM", "a.m.", "a. m."])), language)
    day = draw(st.sampled_from(DAYS))(moment, order, language, sign)
    offset = draw(st.sampled_from(["", *OFFSETS])) if time else ""
    east = OFFSETS.get(offset)
    zone = KOLKATA if east is None else timezone(timedelta(minutes=east))
    offset = f" {offset}" if offset == "Z" and not time[-1].isdigit() else offset
    text = f"{time}{offset} {day}" if time and draw(st.integers(0, 9)) == 0 else f"{day}{time}{offset}"
    return Written(
        draw(st.sampled_from(["", "\u200e", " "])) + text.strip(), moment.replace(tzinfo=zone).astimezone(UTC)
    )


def numeric(moment: datetime, order: str, _language: str, sign: str) -> str:
    parts = {
        "d": f"{moment.day:02}",
        "m": f"{moment.month:02}",
        "y": f"{moment.year % 100 if order == 'ymd' else moment.year:02}",
    }
    return sign.join(parts[part] for part in order)


def bare(moment: datetime, order: str, _language: str, sign: str) -> str:
    parts = {"d": moment.day, "m": moment.month, "y": f"{moment.year % 100:02}"}
    return sign.join(str(parts[part]) for part in order)


def month(moment: datetime, names: dict[str, str], language: str) -> str:
    return names[language].split()[moment.month - 1]


def with_weekday(moment: datetime, _order: str, language: str, _sign: str) -> str:
    weekday = WEEKDAYS[language].split()[moment.weekday()]
    return f"{weekday}, {moment.day} {month(moment, SHORT, language)} {moment.year}"


DAYS = (
    numeric, numeric, bare, with_weekday,
    lambda moment, _order, _language, _sign: f"{moment:%Y-%m-%d}",
    lambda moment, _order, _language, _sign: f"{moment.year}/{moment.month}/{moment.day}",
    lambda moment, _order, language, _sign: f"{moment.day}. {month(moment, FULL, language)} {moment.year}",
    lambda moment, _order, language, _sign: f"{moment.day} de {month(moment, FULL, language)} de {moment.year}",
    lambda moment, _order, language, _sign: f"{moment:%d}-{month(moment, SHORT, language).upper()}-{moment.year}",
    lambda moment, _order, language, _sign: f"{month(moment, SHORT, language)} {moment.day}, {moment.year}",
)  # fmt: skip


def clock(moment: datetime, half: str, text: str) -> str:
    return f" {moment.hour % 12 or 12}{text} {half if moment.hour < 12 else half.replace('a', 'p').replace('A', 'P')}"


def to(unit: str, moment: datetime) -> datetime:
    """The time without what is finer than the unit."""
    parts = ("hour", "minute", "second", "microsecond")
    return moment.replace(**dict.fromkeys(parts[parts.index(unit) :], 0))  # type: ignore[arg-type]


TIMES = (
    lambda moment, _half, _language: ("", to("hour", moment)),
    lambda moment, _half, _language: (f" {moment:%H:%M}", to("second", moment)),
    lambda moment, _half, language: (f"{BEFORE_TIME[language]}{moment.hour}:{moment:%M:%S}", to("microsecond", moment)),
    lambda moment, _half, _language: (f", {moment:%H:%M:%S.%f}", moment),
    lambda moment, half, _language: (clock(moment, half, f":{moment:%M}"), to("second", moment)),
    lambda moment, half, _language: (clock(moment, half, f":{moment:%M:%S}"), to("microsecond", moment)),
    lambda moment, _half, _language: (f" {moment.hour}h{moment:%M}", to("second", moment)),
)  # fmt: skip


@st.composite
def columns(draw: st.DrawFn) -> list[Written]:
    """A column of one convention: one order of numbers, one language, one sign between numbers."""
    each = written(
        draw(st.sampled_from(["dmy", "mdy", "ymd"])), draw(st.sampled_from(list(FULL))), draw(st.sampled_from("-/."))
    )
    return draw(st.lists(each, min_size=1, max_size=9))


@pytest.mark.proof
@settings(max_examples=cases(100_000, share=20) // 5)  # of five times on average
@given(columns())
def test_a_column_is_read_as_it_is_meant_or_asked(column: list[Written]) -> None:
    evidence = DateEvidence("when", zone=KOLKATA)
    evidence.add([each.text for each in column])
    try:
        date_format = evidence.format()
    except AskDateFormat as question:
        assert len(set(question.readings.values())) > 1
        return
    read = read_times([each.text.strip() for each in column], date_format=date_format, zone=KOLKATA)
    assert read.faults == {}
    assert [EPOCH + timedelta(microseconds=each) for each in read.microseconds.tolist()] == [
        each.meant for each in column
    ]
