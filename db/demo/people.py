"""Invented people and firms. Addresses lie under example domains (RFC 2606); phone numbers are of the ranges that the
German regulator keeps free for films and novels.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

FIRST_NAMES: Final = (
    "Ada", "Alma", "Anton", "Ayla", "Bela", "Bruno", "Carla", "Cem", "Clemens", "Dana", "David", "Elif", "Elena",
    "Emma", "Erik", "Fabio", "Fiona", "Frida", "Georg", "Greta", "Hanna", "Henry", "Ida", "Ilja", "Irene", "Jakob",
    "Jana", "Joris", "Julia", "Kai", "Karla", "Lars", "Lea", "Levin", "Lotte", "Luis", "Malik", "Mara", "Marek",
    "Mila", "Nils", "Nina", "Noah", "Olga", "Oskar", "Petra", "Pia", "Rafael", "Ronja", "Ruben", "Samira", "Selma",
    "Silas", "Stella", "Theo", "Tilda", "Uwe", "Vera", "Viktor", "Yasmin",
)  # fmt: skip
LAST_NAMES: Final = (
    "Adler", "Albers", "Bach", "Bauer", "Berg", "Blum", "Böhm", "Brandt", "Celik", "Conrad", "Decker", "Dorn",
    "Ebert", "Eder", "Ehlers", "Engel", "Fink", "Forster", "Frey", "Gärtner", "Graf", "Haas", "Hahn", "Hartig",
    "Heller", "Hoppe", "Iversen", "Jansen", "Junker", "Kaya", "Kern", "Klose", "Kolb", "Kraft", "Krone", "Lang",
    "Lenz", "Linde", "Lorenz", "Marten", "Maurer", "Merz", "Moser", "Neuer", "Novak", "Oster", "Ott", "Pabst",
    "Pohl", "Quast", "Rau", "Reimer", "Ritter", "Sander", "Sauer", "Seidel", "Simon", "Stahl", "Stein", "Thiel",
    "Timm", "Ulmer", "Urban", "Vogel", "Wagner", "Weber", "Wenzel", "Wolff", "Yilmaz", "Zander", "Zeller",
)  # fmt: skip
FIRM_NAMES: Final = (
    "Nordlicht", "Blaufeld", "Steinbach", "Lindenhof", "Hafenwerk", "Sonnau", "Talblick", "Uferweg", "Moorland",
    "Kranich", "Falkenau", "Birkenthal", "Seewind", "Rotdorn", "Silberpark", "Waldeck", "Brückner", "Kupferberg",
)  # fmt: skip
TRADES: Final = (
    "Logistik", "Software", "Bau", "Pharma", "Energie", "Medien", "Textil", "Mobility", "Labor", "Reisen", "Möbel",
    "Optik", "Druck", "Garten",
)  # fmt: skip
CITIES: Final = ("Berlin", "Hamburg", "München", "Köln", "Frankfurt", "Leipzig", "Bremen", "Wien", "Zürich", "Graz")
OWNERS: Final = ("Miriam Vogt", "Tarek Aydin", "Lena Sommer", "Paul Hagen", "Sofia Brandt", "Jonas Keil")
FICTION_RANGES: Final = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
"""Berlin, Frankfurt, Hamburg, Köln, München: three more digits each."""
DOMAINS: Final = ("example.com", "example.org", "example.net")
ASCII: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Person:
    """Who a lead is."""

    key: str
    name: str
    email: str
    phone: str
    company: str
    industry: str
    city: str
    owner: str


def person(number: int, rng: Random, *, name: str = "", owner: str = "") -> Person:
    """The lead with this number, from 1; its e-mail address and phone number belong to nobody else."""
    name = name or f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    firm, trade = rng.choice(FIRM_NAMES), rng.choice(TRADES)
    city, owner = rng.choice(CITIES), owner or rng.choice(OWNERS)
    mailbox = name.lower().replace(" ", ".").translate(ASCII)
    domain = f"{firm}-{trade}".lower().translate(ASCII)
    return Person(
        key=f"L-{number:04d}",
        name=name,
        email=f"{mailbox}.{number}@{domain}.{DOMAINS[number % len(DOMAINS)]}",
        phone=_phone(number) if rng.random() < 0.7 else "",
        company=f"{firm} {trade}",
        industry=trade,
        city=city,
        owner=owner,
    )


def _phone(number: int) -> str:
    """A number of its own, as long as any are left."""
    place, line = divmod(number, 1000)
    return f"{FICTION_RANGES[place]}{line:03d}" if place < len(FICTION_RANGES) else ""
