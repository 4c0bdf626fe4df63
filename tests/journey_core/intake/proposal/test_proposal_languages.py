"""One table, written with the headings and words of seven languages, is proposed right and read alike."""

from pathlib import Path
from typing import NamedTuple

import pytest

from journey_core.intake.proposal.propose import propose
from journey_core.intake.rows.rows import read_batches
from journey_core.intake.table.recognise import recognise
from tests.journey_core.intake.samples import joined, written

FIELDS = (
    "lead",
    "occurred_at",
    "kind",
    "channel",
    "direction",
    "stage",
    "value",
    "owner",
    "company",
    "campaign",
    "content",
)


class Language(NamedTuple):
    """The headings of FIELDS; a call, e-mail, form, meeting and move to a stage; the channels of the first four; in
    and out; the stages of an offer and of a lead that is won.
    """

    headings: str
    kinds: str
    channels: str
    directions: str
    stages: str


LANGUAGES = {
    "English": Language(
        "Contact ID;Activity Date;Activity Type;Channel;Direction;Deal Stage;Amount;Assigned to;Account;Campaign;Notes",
        "Call;Email sent;Form submission;Meeting;Stage change", "Phone;Email;Website;Appointment",
        "Incoming;Outgoing", "Quote;Closed won",
    ),
    "German": Language(
        "Kunden-ID;Zeitpunkt;Aktivität;Kanal;Richtung;Phase;Betrag;Zuständig;Firma;Kampagne;Bemerkung",
        "Anruf;E-Mail gesendet;Formular;Besprechung;Phasenwechsel", "Telefon;E-Mail;Webseite;Termin",
        "Eingehend;Ausgehend", "Angebot;Gewonnen",
    ),
    "French": Language(
        "ID client;Date et heure;Activité;Canal;Sens;Étape;Montant;Responsable;Société;Campagne;Remarques",
        "Appel;E-mail envoyé;Formulaire;Réunion;Changement d'étape", "Téléphone;Courriel;Site web;Rendez-vous",
        "Entrant;Sortant", "Devis;Gagné",
    ),
    "Spanish": Language(
        "ID de cliente;Fecha y hora;Actividad;Canal;Sentido;Etapa;Importe;Responsable;Empresa;Campaña;Observaciones",
        "Llamada;Correo enviado;Formulario;Reunión;Cambio de etapa", "Teléfono;Correo electrónico;Sitio web;Cita",
        "Entrante;Saliente", "Presupuesto;Ganado",
    ),
    "Italian": Language(
        "Codice cliente;Data e ora;Attività;Canale;Direzione;Fase;Importo;Responsabile;Azienda;Campagna;Note",
        "Chiamata;E-mail inviata;Modulo;Riunione;Cambio di fase", "Telefono;Posta elettronica;Sito web;Appuntamento",
        "In entrata;In uscita", "Preventivo;Vinto",
    ),
    "Brazilian": Language(
        "ID do contato;Data e hora;Atividade;Canal;Direção;Etapa;Valor;Responsável;Empresa;Campanha;Observações",
        "Ligação;E-mail enviado;Formulário;Reunião;Mudança de etapa", "Telefone;E-mail;Site;Encontro",
        "Entrada;Saída", "Orçamento;Ganho",
    ),
    "Portuguese": Language(
        "ID do contacto;Data e hora;Actividade;Canal;Sentido;Fase;Montante;Vendedor;Empresa;Campanha;Comentários",
        "Chamada;Email enviado;Formulário;Reunião;Mudança de fase", "Chamada;Correio eletrónico;Sítio;Reunião",
        "Recebida;Enviada", "Proposta;Ganho",
    ),
    "Dutch": Language(
        "Klantnummer;Tijdstip;Activiteit;Kanaal;Richting;Fase;Bedrag;Verantwoordelijke;Bedrijf;Campagne;Opmerkingen",
        "Telefoongesprek;E-mail verzonden;Formulier;Bespreking;Fasewijziging", "Telefoon;E-mail;Website;Afspraak",
        "Inkomend;Uitgaand", "Offerte;Gewonnen",
    ),
}  # fmt: skip


def table(language: Language) -> str:
    """Six rows: five kinds of interaction, and a lead that is won."""
    call, mail, form, meeting, move = language.kinds.split(";")
    phone, post, web, visit = language.channels.split(";")
    inwards, outwards = language.directions.split(";")
    offer, won = language.stages.split(";")
    rows = (
        ("K-1", "09:00", call, phone, inwards, ""), ("K-2", "09:30", mail, post, outwards, ""),
        ("K-1", "10:00", form, web, inwards, ""), ("K-2", "11:00", meeting, visit, "", ""),
        ("K-1", "12:00", move, "", "", offer), ("K-1", "13:00", "", "", "", won),
    )  # fmt: skip
    lines = [
        f"{lead};2024-03-14 {time};{kind};{channel};{direction};{stage};{'250' if stage else ''};Uma Ort;Acme;Spring;ok"
        for lead, time, kind, channel, direction, stage in rows
    ]
    return "\n".join([language.headings, *lines])


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))
def test_the_same_table_is_proposed_right_and_read_alike_in_every_language(language: Language, tmp_path: Path) -> None:
    path = written(tmp_path, table(language))
    found = recognise(path)
    proposal = propose(path, found)
    sources = dict(proposal.mapping.columns) | {name: each.column for name, each in proposal.mapping.values.items()}
    assert sources == dict(zip(FIELDS, language.headings.split(";"), strict=True))
    assert (proposal.missing, proposal.asks, proposal.mapping.constants) == ((), (), {})
    batches = list(read_batches(path, found, proposal.mapping, zone="UTC", source="csv"))
    assert joined(batches, "kind") == [
        "call_connected", "email_sent", "form_submitted", "meeting_held", "stage_changed", "converted",
    ]  # fmt: skip
    assert [channel.casefold() for channel in joined(batches, "channel")] == ["call", "email", "web", "meeting", "", ""]
    assert joined(batches, "direction") == ["inbound", "outbound", "inbound", "", "", ""]
    assert joined(batches, "stage") == ["", "", "", "", "proposal", "won"]
    assert [batch.rejects for batch in batches] == [[]] * len(batches)
