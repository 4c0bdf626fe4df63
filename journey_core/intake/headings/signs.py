"""Files without a column that says what happened: their headings tell what every row is."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from journey_core.intake.headings.comparing import key, spaced
from journey_core.intake.headings.known import roles


@dataclass(frozen=True)
class Sign:
    """What rows are, and by which headings one knows.

    Any of `tells` is enough; else all of `together`. kind: where nothing says who spoke; outbound, inbound: where
    something does. outcomes: our word -> words of how it came out, which mean this only in rows of this sort, in a
    column with one of `outcome_headings`.
    """

    channel: str
    kind: str
    said: str
    tells: str = ""
    together: tuple[str, ...] = ()
    outbound: str = ""
    inbound: str = ""
    outcome_headings: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def tells_outcome(self, heading: str) -> bool:
        """Whether a column of this heading says how it came out."""
        return key(heading) in _compared(self.outcome_headings)

    def outcome(self, text: str) -> str:
        """Our word for how it came out, "" where that is not known."""
        return next((ours for ours, listed in self.outcomes.items() if key(text) in _compared(listed)), "")

    def kind_of(self, direction: str) -> str:
        """What a row of this direction is."""
        return {"outbound": self.outbound, "inbound": self.inbound}.get(direction, "") or self.kind


SIGNS: Final = (
    Sign(
        "meeting", "meeting_booked", "the headings are those of booked meetings",
        "invitee name, invitee email, invitee, invitee time zone, all day event, alldayevent, ganztägiges ereignis, "
        "isalldayevent, journée entière, todo el día, evento de todo el día, giornata intera, dia inteiro, "
        "duurt hele dag, hele dag, eingeladener, teilnehmer e mail, email de l invité, correo del invitado, "
        "email invitato, e mail do convidado, e mail genodigde, reminder on off, meeting organizer, meeting start time",
        outcome_headings="meeting outcome", outcomes={
            "meeting_held": "completed, held, attended", "meeting_booked": "scheduled, rescheduled, booked, planned",
        },
    ),
    Sign(
        "sms", "sms_sent", "the headings are those of text messages",
        "num segments, segments, num media, messaging service sid, message sid, sms text, sms body, sms status, "
        "texte du sms, texto del sms, testo sms, texto do sms, sms tekst, sms inhalt, smstext, anzahl segmente",
        outbound="sms_sent", inbound="sms_replied",
    ),
    Sign(
        "call", "call_connected", "the headings are those of telephone calls",
        "call duration, duration in call, talk time, call sid, call outcome, call result, caller, callee, call status, "
        "caller number, called number, caller id, call title, call length, ring time, recording url, call disposition, "
        "anrufdauer, gesprächsdauer, anrufer, angerufener, angerufene nummer, anrufergebnis, durée de l appel, "
        "durée d appel, appelant, appelé, duración de la llamada, duración llamada, llamante, número llamado, "
        "durata chiamata, durata della chiamata, chiamante, chiamato, duração da chamada, duração da ligação, "
        "chamador, gespreksduur, duur gesprek, beller, gebelde, call duration seconds, call duration hh mm ss",
        outcome_headings="status, call status, answered, disposition, call disposition, call outcome, call result, "
        "result, outcome, ergebnis, angenommen, beantwortet, anrufstatus, anrufergebnis, statut, résultat, décroché, "
        "répondu, estado, resultado, contestada, atendida, stato, esito, risposta, resultaat, beantwoord, opgenomen",
        outcomes={
            "call_connected": "completed, answered, connected, yes, true, ja, oui, sí, sim, sì, ok, contacted",
            "call_attempted": "no answer, not answered, busy, failed, canceled, cancelled, missed, no, false, nein, "
            "non, não, nee, voicemail, unanswered, abandoned",
        },
    ),
    Sign(
        "paid_social", "form_submitted", "the headings are those of forms in advertisements",
        "adset name, ad set name, ad name, adset id, ad set id",
    ),
    Sign(
        "web", "form_submitted", "the headings are those of forms filled in",
        "form name, form id, submission id, form title, submitted on, date submitted, submitted at, conversion page, "
        "conversion title, página de conversión, título de conversión, page de conversion, titre de conversion, "
        "pagina di conversione, página de conversão, conversiepagina, konversionsseite, form submission date, "
        "formularname, formular id, eingereicht am, nom du formulaire, date de soumission, nombre del formulario, "
        "fecha de envío del formulario, nome modulo, nome del modulo, nome do formulário, data de submissão, "
        "formuliernaam, naam formulier, ingediend op",
    ),
    Sign(
        "web", "page_viewed", "the headings are those of visits to a website",
        "downloads, download date, asset id, download datum, downloaddatum, téléchargements, date de téléchargement, "
        "descargas, fecha de descarga, data di download, data download, data do download, sessions, session id, "
        "landing page, page path, page location, page url, pageviews, page views, visited url, page title, "
        "page referrer, page path and screen class, zielseite, einstiegsseite, seitenpfad, seitenaufrufe, "
        "page de destination, chemin de la page, pages vues, página de destino, ruta de la página, páginas vistas, "
        "pagina di destinazione, percorso pagina, visualizzazioni di pagina, caminho da página, landingspagina, "
        "paginapad, bestemmingspagina, sitzungen, sesiones, sessioni, sessões, sessies",
    ),
    Sign(
        "email", "email_sent", "the headings are those of e-mails",
        "cc, bcc, cc address, bcc address, message id, email subject, reply to, viewed in browser",
        ("subject", "from, to or sent"), outbound="email_sent", inbound="email_replied",
    ),
)  # fmt: skip
"""The first that fits counts."""
_SUBJECTS: Final = (
    "subject, subject line, betreff, objet, sujet, asunto, oggetto, assunto, onderwerp, email subject, email name"
)
_SENT: Final = (
    "sent, sent at, sent on, date sent, sent date, send date, enviado, inviato, envoyé, gesendet, gesendet am, "
    "versendet am, envoyé le, date d envoi, enviado el, fecha de envío, inviato il, data invio, data di invio, "
    "enviado em, data de envio, verzonden, verzonden op, verzenddatum"
)
_RECEIVED: Final = (
    "received, received at, received on, date received, received time, empfangen, empfangen am, erhalten, erhalten am, "
    "reçu, reçu le, date de réception, recibido, recibido el, ricevuto, ricevuto il, recebido, recebido em, ontvangen, "
    "ontvangen op"
)
CHANNEL_OF: Final[Mapping[str, str]] = {
    "email_sent": "email", "email_opened": "email", "email_clicked": "email", "email_replied": "email",
    "sms_sent": "sms", "sms_replied": "sms", "call_attempted": "call", "call_connected": "call",
    "page_viewed": "web", "form_submitted": "web", "meeting_booked": "meeting", "meeting_held": "meeting",
}  # fmt: skip
"""What happened -> what it came through; record kinds come through nothing."""
_DURATION: Final = re.compile(r"\bdur|dauer\b|duur\b|\b(?:talk|call) time\b|\blength\b")
_NO_TIME: Final = re.compile(r"0+(?::0+){0,2}")


def sign_of(headings: Collection[str]) -> Sign | None:
    """What the rows under these headings are, None where nothing tells."""
    keys = frozenset(map(key, headings))
    spoken = {"subject"} if keys & _compared(_SUBJECTS) else set()
    spoken |= {"from, to or sent"} if any({"from", "to"} & roles(heading).keys() for heading in headings) else set()
    spoken |= {"from, to or sent"} if keys & _compared(_SENT) else set()
    for sign in SIGNS:
        if keys & _compared(sign.tells) or (sign.together and spoken.issuperset(sign.together)):
            return sign
    return None


def way_of_time(heading: str) -> str:
    """Who spoke, where the time is headed as that of receiving or of sending; else ""."""
    ways = {"inbound": _RECEIVED, "outbound": _SENT}
    return next((way for way, listed in ways.items() if key(heading) in _compared(listed)), "")


def is_no_time(heading: str, values: Collection[str]) -> bool:
    """Whether a column of durations holds one of no time at all, as calls have that nobody answered."""
    return bool(_DURATION.search(spaced(heading))) and any(_NO_TIME.fullmatch(value) for value in values)


@cache
def _compared(listed: str) -> frozenset[str]:
    """The headings or words of a list, as they are compared."""
    return frozenset(key(each) for each in listed.split(", ") if each)
