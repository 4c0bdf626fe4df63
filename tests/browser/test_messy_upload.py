"""A German list of calls as somebody kept it for a year comes in without a manual, in Chromium."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.leads.cards import find_lead
from db.leads.feed import feed
from db.store.store import Store
from db.store.workspaces import Workspace
from tests.browser.conftest import settle, visit, workspace_of

NAMES = ("Anna Groß", "Jürgen Weiß", "Łukasz Öztürk", "Zoe\u0301 Muster", "Zoé Muster", "Beate Blüm")
HEAD = "Kunden-Nr.;Kunde;E-Mail;Telefon;Datum;Uhrzeit;Aktivität;Richtung;Auftragswert;Notiz"
FULL = 54


def messy() -> bytes:
    """60 rows below two titles: separators too many, dashes for nothing, a total, odd addresses, dates and amounts."""
    lines = ["Anrufliste Vertrieb", "Stand: 31.03.2024", "", HEAD]
    for number in range(FULL):
        name = NAMES[number % len(NAMES)]
        mail = (f"Kunde <k{number}@example.com>", f"K{number}@Example.com", f"mailto:k{number}@example.com", "-")[
            number % 4
        ]
        phone = ("+49 30 901820", "0049 30 901820", "n/a", "")[number % 4]
        time = ("9:05", "14.30 Uhr", "", "08:00:30")[number % 4]
        value = ("1.250,50", "€ 980,-", "12.500", "")[number % 4]
        note = ('"Ruft zurück;\nnach Ostern"', "@Büro", "-", "=Angebot")[number % 4]
        day = f"{number % 28 + 1}.{number % 12 + 1}.2023"
        lines.append(
            f"K-{number:03};{name};{mail};{phone};{day};{time};Anruf;Ausgehend;{value};{note}" + ";" * (number % 3)
        )
    lines += [f"K-9{place};Neu;;;irgendwann;;Anruf;Eingehend;;" for place in range(4)]
    lines += ["#NV;;;;1.3.2024;;Anruf;;;", "Summe;;;;;;;;99.999,00;"]
    return ("\ufeff" + "\r\n".join(lines)).encode()


@pytest.fixture(scope="module")
def shown(store: Store) -> Workspace:
    return workspace_of(store, "Messy")


def brought(page: Page, app_url: str, name: str, data: bytes, rows: int) -> None:
    """The file, dropped, checked and imported, with nothing chosen by hand."""
    visit(page, f"{app_url}/upload")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name=f"Import {rows} row").click()
    settle(page)


def test_a_messy_german_file_comes_in_is_read_about_and_mended(
    page: Page, app_url: str, shown: Workspace, tmp_path: Path
) -> None:
    brought(page, app_url, "anrufe.csv", messy(), FULL)
    told = f"60 rows = {FULL} created + 0 duplicate + 6 rejected; {FULL} new leads, 26 warnings"
    expect(page.get_by_text(told)).to_be_visible()
    with page.expect_download() as warnings:
        page.get_by_role("link", name="Download 26 warnings").click()
    warnings.value.save_as(tmp_path / "warnings.csv")
    with (tmp_path / "warnings.csv").open(encoding="utf-8", newline="") as file:
        reasons = {row["column"] for row in csv.DictReader(file)}
    assert reasons == {"E-Mail", "Telefon"}
    with page.expect_download() as rejects:
        page.get_by_role("link", name="Download 6 rejects").click()
    rejects.value.save_as(tmp_path / "rejects.csv")
    mended = (tmp_path / "rejects.csv").read_text(encoding="utf-8").replace("irgendwann", "15.4.2024")
    page.get_by_role("button", name="Upload another file").click()
    brought(page, app_url, "mended.csv", mended.encode(), 4)
    expect(page.get_by_text("6 rows = 4 created + 0 duplicate + 2 rejected; 4 new leads")).to_be_visible()
    first = feed(shown, find_lead(shown, "K-000").lead_id)[0]
    assert (first.kind, first.channel, first.direction, first.value) == ("call_connected", "call", "outbound", 1250.5)
    assert (first.content, first.occurred_at.isoformat()) == ("Ruft zurück;\nnach Ostern", "2023-01-01T09:05:00+00:00")
    assert find_lead(shown, "k0@example.com").phone == "+4930901820"
    assert feed(shown, find_lead(shown, "K-003").lead_id)[0].content == "=Angebot"
