"""Writes the three workbooks among these files: tables that people keep by hand, with real dates, times and numbers."""

# ruff: noqa: E501, a row of a sheet is one line here

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import xlsxwriter

Cell = datetime | float | str


@dataclass(frozen=True)
class Table:
    """One workbook with one sheet. text: a line per row, cells between bars, the header first; formats: column -> how
    it is read and shown; other columns, and cells that can't be read so, stay text.
    """

    sheet: str
    text: str
    formats: Mapping[str, tuple[Callable[[str], Cell], str]]


def _read(pattern: str) -> Callable[[str], Cell]:
    return lambda text: datetime.strptime(text, pattern)


SPANISH: Final = Table(
    "Contactos",
    """
Fecha de contacto | Cliente | Correo electrónico | Empresa | Medio | Importe estimado | Comercial | Próximo contacto | Observaciones
2024-03-04 09:30 | Jimena Olavarrieta | jimena.olavarrieta@example.com | Toldos Ribalta | Llamada | 1250 | Nuria | 2024-03-11 | quiere muestra
2024-03-04 12:15 | Ximo Bardají | ximo.bardaji@example.org | Hornos Bardají | Correo | 3400.5 | Nuria | |
2024-03-05 16:40 | Edurne Zubiaga | edurne.zubiaga@example.net | Náutica Zubiaga | Reunión | 18900 | Iker | 2024-04-02 | en su oficina; trae a su socio
2024-03-07 10:05 | Jimena Olavarrieta | jimena.olavarrieta@example.com | Toldos Ribalta | Correo | 1250 | Nuria | | muestra enviada
2024-03-08 11:20 | Telmo Arrizabalaga | TELMO.ARRIZABALAGA@example.com | | WhatsApp | | Iker | |
2024-03-12 09:00 | Candela Monforte | candela.monforte@example.org | Viveros Monforte | Llamada | 720 | Nuria | 2024-03-19 | no contesta por las tardes
2024-03-14 17:30 | Ximo Bardají | ximo.bardaji@example.org | Hornos Bardají | Llamada | 3400.5 | Nuria | |
2024-03-19 13:10 | Breixo Lamelas | breixo.lamelas@example.net | Conservas Lamelas | Reunión | 42000 | Iker | 2024-03-26 | "pide precio por palé"
2024-03-21 08:45 | Candela Monforte | candela.monforte@example.org | Viveros Monforte | Correo | 720 | Nuria | |
2024-03-26 12:00 | Breixo Lamelas | breixo.lamelas@example.net | Conservas Lamelas | Llamada | 39500 | Iker | 2024-04-09 | baja el pedido
2024-04-02 16:15 | Edurne Zubiaga | edurne.zubiaga@example.net | Náutica Zubiaga | Reunión | 18900 | Iker | |
2024-04-04 10:30 | Odón Caballería | odon.caballeria@example.com | | Correo | 560.25 | Nuria | |
2024-04-09 09:50 | Breixo Lamelas | breixo.lamelas@example.net | Conservas Lamelas | Llamada | 39500 | Iker | | firma el jueves
Total | | | | | 170101.25 | | |
""",
    {
        "Fecha de contacto": (_read("%Y-%m-%d %H:%M"), "dd/mm/yyyy hh:mm"),
        "Importe estimado": (float, "#,##0.00 €"),
        "Próximo contacto": (_read("%Y-%m-%d"), "dd/mm/yyyy"),
    },
)

BRITISH: Final = Table(
    "Log 2024",
    """
Date | Time | Spoke to | Email | Company | How | Quote (£) | Our person | Chase on | What was said
2024-03-18 | 09:20 | Orla Pickersgill | orla.pickersgill@example.com | Pickersgill Joinery | Phone | 2400 | Bev | 2024-03-25 | wants oak, not ash
2024-03-18 | 14:05 | Dafydd Trewhella | dafydd.trewhella@example.org | Trewhella Boats | Email | | Bev | | sent brochure
2024-03-19 | 10:30 | Morag Auchterlonie | morag.auchterlonie@example.net | | Face to face | 11850 | Col | 2024-04-08 | showroom, an hour
2024-03-20 | 11:45 | Orla Pickersgill | orla.pickersgill@example.com | Pickersgill Joinery | Email | 2400 | Bev | | revised quote
2024-03-22 | 16:10 | Tamsin Ollerenshaw | Tamsin.Ollerenshaw@example.com | Ollerenshaw & Pyke | Phone | 780.5 | Col | |
2024-03-25 | 09:05 | Orla Pickersgill | orla.pickersgill@example.com | Pickersgill Joinery | Phone | 2400 | Bev | 2024-04-02 | "will think about it"
2024-03-27 | 13:30 | Euan Gillingwater | euan.gillingwater@example.org | Gillingwater Farms | Trade show | 5600 | Col | | met at the spring fair
2024-03-28 | 15:00 | Dafydd Trewhella | dafydd.trewhella@example.org | Trewhella Boats | Phone | 9300 | Bev | | no answer, left message
2024-04-02 | 10:15 | Orla Pickersgill | orla.pickersgill@example.com | Pickersgill Joinery | Phone | 2250 | Bev | | said yes
2024-04-03 | 12:40 | Euan Gillingwater | euan.gillingwater@example.org | Gillingwater Farms | Email | 5600 | Col | 2024-04-17 |
2024-04-08 | 11:00 | Morag Auchterlonie | morag.auchterlonie@example.net | | Face to face | 12100 | Col | | measured up
2024-04-09 | 09:55 | Tamsin Ollerenshaw | tamsin.ollerenshaw@example.com | Ollerenshaw & Pyke | Email | 780.5 | Col | |
| | TOTAL QUOTED | | | | 55461 | | |
""",
    {
        "Date": (_read("%Y-%m-%d"), "dd/mm/yyyy"),
        "Time": (_read("%H:%M"), "hh:mm"),
        "Quote (£)": (float, "£#,##0.00"),
        "Chase on": (_read("%Y-%m-%d"), "dd/mm/yyyy"),
    },
)

ITALIAN: Final = Table(
    "Foglio1",
    """
Data | Ora | Cliente | Email cliente | Azienda | Tipo contatto | Esito | Importo | Richiamare il | Note
2024-03-05 | 9.15 | Fiammetta Cerulli | fiammetta.cerulli@example.com | Cerulli Vetri | Telefonata | Proposta inviata | € 1.250,50 | 2024-03-12 | preventivo n. 14
2024-03-05 | 11.40 | Ruggero Santandrea | ruggero.santandrea@example.org | Santandrea Snc | Email | Contattato | | |
2024-03-06 | 15.30 | Ilaria Bonvecchio | ilaria.bonvecchio@example.net | Agri Bonvecchio | Visita | Qualificato | € 8.400,00 | 2024-03-20 | capannone nuovo
2024-03-12 | 10.00 | Fiammetta Cerulli | fiammetta.cerulli@example.com | Cerulli Vetri | Telefonata | Vinto | € 1.180,00 | | sconto 5%
2024-03-13 | 17.05 | Learco Passalacqua | learco.passalacqua@example.com | | Fiera | Nuovo | | 2024-03-18 | biglietto da visita
2024-03-18 | 9.50 | Learco Passalacqua | Learco.Passalacqua@example.com | | Telefonata | Contattato | € 640,00 | |
2024-03-20 | 14.20 | Ilaria Bonvecchio | ilaria.bonvecchio@example.net | Agri Bonvecchio | Email | Proposta inviata | € 8.150,75 | 2024-04-03 |
2024-03-22 | 16.45 | Zelinda Quaglia | zelinda.quaglia@example.org | Quaglia & Figli | Visita | Qualificato | € 22.300,00 | | c'erano anche i figli
2024-03-27 | 11.10 | Ruggero Santandrea | ruggero.santandrea@example.org | Santandrea Snc | Telefonata | Perso | | | ha scelto un altro
2024-04-03 | 10.35 | Ilaria Bonvecchio | ilaria.bonvecchio@example.net | Agri Bonvecchio | Telefonata | Vinto | € 8.150,75 | |
2024-04-05 | 9.00 | Zelinda Quaglia | zelinda.quaglia@example.org | Quaglia & Figli | Email | Proposta inviata | € 21.900,00 | 2024-04-12 |
2024-04-12 | 15.55 | Zelinda Quaglia | zelinda.quaglia@example.org | Quaglia & Figli | Telefonata | Proposta inviata | € 21.900,00 | 2024-04-19 | decide a fine mese
Totale | | | | | | | € 93.872,00 | |
""",
    {
        "Data": (_read("%Y-%m-%d"), "dd/mm/yyyy"),
        "Richiamare il": (_read("%Y-%m-%d"), "dd/mm/yyyy"),
    },
)

WORKBOOKS: Final = {
    "excel_contacts_es.xlsx": SPANISH,
    "excel_enquiries_en_gb.xlsx": BRITISH,
    "excel_clients_it.xlsx": ITALIAN,
}


def lines(table: Table) -> list[list[str]]:
    """The texts of every row, the header first."""
    return [[cell.strip() for cell in line.split("|")] for line in table.text.strip().splitlines()]


def write(path: Path, table: Table) -> None:
    """The workbook at this path; its bytes are the same whenever it is written."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2024, 4, 15)})
    sheet = book.add_worksheet(table.sheet)
    header, *rows = lines(table)
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    shapes = {name: book.add_format({"num_format": shape}) for name, (_, shape) in table.formats.items()}
    for number, row in enumerate(rows, start=1):
        for place, (name, text) in enumerate(zip(header, row, strict=True)):
            value = _value(table, name, text)
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, place, value, shapes[name])
            else:
                sheet.write_number(number, place, value, shapes[name])
    book.close()


def _value(table: Table, name: str, text: str) -> Cell:
    if name not in table.formats or not text:
        return text
    try:
        return table.formats[name][0](text)
    except ValueError:  # a word in a column of dates, as in a line of totals
        return text


if __name__ == "__main__":
    for name, table in WORKBOOKS.items():
        write(Path(__file__).parent / name, table)
