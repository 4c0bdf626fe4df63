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
    something does. outcome_headings: columns that say how it came out. words: field -> our word -> words that mean
    this in rows of this sort, whatever they mean elsewhere.
    """

    channel: str
    kind: str
    said: str
    tells: str = ""
    together: tuple[str, ...] = ()
    outbound: str = ""
    inbound: str = ""
    outcome_headings: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def tells_outcome(self, heading: str) -> bool:
        """Whether a column of this heading says how it came out."""
        return key(heading) in _compared(self.outcome_headings)

    def word(self, name: str, text: str) -> str:
        """Our word of a field, for a text that means it in rows of this sort whatever it means elsewhere, else ""."""
        words = self.words.get(name, {})
        return next((ours for ours, listed in words.items() if key(text) in _compared(listed)), "")

    def kind_of(self, direction: str) -> str:
        """What a row of this direction is."""
        return {"outbound": self.outbound, "inbound": self.inbound}.get(direction, "") or self.kind


SIGNS: Final = (
    Sign(
        "meeting", "meeting_booked", "the headings are those of booked meetings",
        "invitee name, invitee email, invitee, invitee time zone, all day event, alldayevent, ganztägiges ereignis, "
        "isalldayevent, journée entière, todo el día, evento de todo el día, giornata intera, dia inteiro, "
        "duurt hele dag, hele dag, tutto il giorno, ganztägig, toute la journée, o dia todo, all day, eingeladener, "
        "teilnehmer e mail, email de l invité, correo del invitado, email invitato, e mail do convidado, "
        "e mail genodigde, reminder on off, meeting organizer, meeting start time",
        outcome_headings="meeting outcome", words={
            "kind": {
                "meeting_held": "completed, held, attended",
                "meeting_booked": "scheduled, rescheduled, booked, planned",
            },
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
        "chamador, gespreksduur, duur gesprek, beller, gebelde, call duration seconds, call duration hh mm ss, "
        "call from, call to, anruf von, anruf an, appel de, appel à, llamada de, llamada a, chiamata da, chiamata a, "
        "chamada de, chamada para, anrufstatus, statut de l appel, estado de la llamada, stato chiamata, "
        "status da chamada, gespreksstatus",
        outcome_headings="status, call status, answered, disposition, call disposition, call outcome, call result, "
        "result, outcome, ergebnis, angenommen, beantwortet, anrufstatus, anrufergebnis, statut, résultat, décroché, "
        "répondu, estado, resultado, contestada, atendida, stato, esito, risposta, resultaat, beantwoord, opgenomen, "
        "statut de l appel, statut d appel, résultat de l appel, estado de la llamada, resultado de la llamada, "
        "stato della chiamata, stato chiamata, esito chiamata, status da chamada, status da ligação, "
        "resultado da chamada, gespreksstatus, oproepstatus, resultaat gesprek, gesprächsergebnis",
        words={
            "kind": {
                "call_connected": "completed, answered, connected, yes, true, ja, oui, sí, sim, sì, ok, contacted, "
                "beantwortet, angenommen, répondu, décroché, contestada, respondida, atendida, risposto, risposta, "
                "beantwoord, opgenomen",
                "call_attempted": "no answer, not answered, busy, failed, canceled, cancelled, missed, no, false, "
                "nein, non, não, nee, voicemail, unanswered, abandoned, verpasst, nicht beantwortet, abgebrochen, "
                "mailbox, manqué, abandonné, messagerie, messagerie vocale, non répondu, perdida, abandonada, "
                "no contestada, buzón de voz, persa, abbandonata, non risposto, segreteria, não atendida, "
                "correio de voz, caixa postal, gemist, afgebroken, niet beantwoord, niet opgenomen",
            },
            "direction": {
                "inbound": "missed, missed call, verpasst, verpasster anruf, manqué, appel manqué, perdida, "
                "llamada perdida, persa, chiamata persa, chamada perdida, gemist, gemiste oproep",
            },
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
        "formuliernaam, naam formulier, ingediend op, submit date, submission date, submission time, abgesendet am",
    ),
    Sign(
        "web", "page_viewed", "the headings are those of visits to a website",
        "downloads, download date, asset id, download datum, downloaddatum, téléchargements, date de téléchargement, "
        "descargas, fecha de descarga, data di download, data download, data do download, sessions, session id, "
        "landing page, page path, page location, page url, pageviews, page views, visited url, page title, "
        "page referrer, page path and screen class, zielseite, einstiegsseite, seitenpfad, seitenaufrufe, "
        "page de destination, chemin de la page, pages vues, página de destino, ruta de la página, páginas vistas, "
        "pagina di destinazione, percorso pagina, visualizzazioni di pagina, caminho da página, landingspagina, "
        "paginapad, bestemmingspagina, sitzungen, sesiones, sessioni, sessões, sessies, visit duration, visit count, "
        "visit ip, visitor type, referrer type, referrer type name, verweistyp, type de référent, tipo de referente",
        words={
            "channel": {"referral": "website, web site, webseite, webseiten, sites web, sitios web, siti web, sites"},
        },
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
