"""German: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "lead id, kontakt id, kunden id, kundennummer, kontaktnummer, leadnummer, interessenten id, kundennr, "
    "personen id, kunden nr, kontakt nr, debitorennummer, interessentennummer, lead nr",
    "person": "kontakt, kunde, interessent, ansprechpartner, kontaktperson, teilnehmer, empfänger, person, "
    "eingeladene, gäste",
    "occurred_at": "zeitpunkt, zeitstempel, datum und uhrzeit, datum uhrzeit, aktivitätsdatum, ereignisdatum, "
    "kontaktdatum, datum der aktivität, termin, anrufdatum, beginnt am, beginn, startdatum, start, gesendet am, "
    "empfangen am, erhalten am, stattgefunden am, besuchsdatum, gesprächsdatum, downloaddatum, download datum, "
    "heruntergeladen am, konversionsdatum, conversion datum, tatsächlicher beginn, tatsächlicher start, "
    "tatsächliches startdatum, tatsächliche startzeit, anfragedatum, angefragt am, datum der anfrage",
    "date": "datum, zeit, wann, tag",
    "due": "fällig am, fälligkeit, fälligkeitsdatum, geplant am, geplant für",
    "moved": "phase betreten am, in phase seit, datum des eintritts in die phase, "
    "datum des eintritts in die aktuelle phase, eintrittsdatum in die phase, eintrittsdatum aktuelle phase, "
    "letzter phasenwechsel, phasenwechsel am, letzte phasenänderung, datum der phasenänderung, phase geändert am, "
    "datum der letzten phasenänderung, datum des phasenwechsels, status geändert am",
    "edited": "bearbeitungsdatum, bearbeitet am",
    "closed": "abschlussdatum, abgeschlossen am, schlussdatum, gewonnen am",
    "created": "erstellt, erstellt am, erstelldatum, erstellungsdatum, angelegt, angelegt am, anlagedatum, "
    "hinzugefügt am, erfasst am, erfassungsdatum, eingangsdatum, registriert am",
    "changed": "geändert, geändert am, änderungsdatum, zuletzt geändert, zuletzt geändert am, aktualisiert, "
    "aktualisiert am, letzte änderung, bearbeitet am, datum der letzten änderung, datum der letzten aktualisierung, "
    "datum der letzten bearbeitung, zuletzt aktualisiert, aktualisierungszeit, aktualisierungszeitpunkt, "
    "änderungszeit, aktualisierungsdatum",
    "last": "letzte aktivität, letzter kontakt, letzte aktivität am, datum der letzten aktivität, "
    "datum des letzten kontakts, zuletzt kontaktiert, letztes aktivitätsdatum, letzte interaktion, zuletzt aktiv",
    "time of day": "uhrzeit, zeit, beginnt um, startzeit, beginn uhrzeit, anfangszeit, um, fällig um, stunde",
    "another time": "geburtstag, geburtsdatum, gültig bis, ende, endet am, endet um, enddatum, endzeit, beendet am, "
    "bis, nächste aktivität, datum der nächsten aktivität, wiedervorlage, nächster kontakt, nächster termin, "
    "erwartetes abschlussdatum, voraussichtliches abschlussdatum, wiedervorlage am, rückruf am, erinnerung, "
    "tatsächliches ende, tatsächliches enddatum, gelöst am, lösungsdatum",
    "kind": "aktivität, aktivitätstyp, ereignis, art der aktivität, aktion, vorgang, ereignistyp, kontaktart, "
    "aktivitätsart, interaktion, was ist passiert, vorgangsart, maßnahme, art des kontakts, geschehen",
    "type": "typ, art, kategorie, ergebnis, was",
    "channel": "kanal, medium, kommunikationskanal, kontaktkanal, marketingkanal, kontaktweg, vertriebskanal, weg, "
    "kommunikationsweg, werbekanal, berührungspunkt, kommunikationsmittel, kontaktart, art des kontakts",
    "direction": "richtung, anrufrichtung, ein oder aus, eingehend ausgehend, gesprächsrichtung, rufrichtung, "
    "kommunikationsrichtung, ein ausgang, eingang ausgang, anrufart, nachrichtenrichtung, richtung des kontakts",
    "stage": "phase, stufe, verkaufsphase, vertriebsphase, lead status, leadphase, dealphase, angebotsphase, "
    "pipeline phase, neue phase, verkaufsstufe, verkaufschancenphase",
    "status": "status, stand, zustand",
    "new value": "neuer wert, geändert in",
    "value": "wert, betrag, summe, umsatz, auftragswert, dealwert, preis, angebotswert, auftragssumme, volumen, "
    "gesamtbetrag, nettobetrag, verkaufswert, geschäftswert, auftragsvolumen, dealgröße, budget, angebotssumme, "
    "erwarteter umsatz, nettowert, bruttobetrag, geschätzter wert, geschätzter betrag, erwarteter wert, "
    "geschätzter umsatz, erwarteter betrag",
    "owner": "besitzer, betreuer, zuständig, verantwortlich, verantwortlicher, bearbeiter, vertriebsmitarbeiter, "
    "zugewiesen an, verkäufer, inhaber, mitarbeiter, lead besitzer, kundenbetreuer, sachbearbeiter, zuständiger",
    "name": "name, vollständiger name, kontaktname, kundenname, vor und nachname, name des kontakts, leadname, "
    "name vorname, ganzer name, anzeigename, name des kunden, name des interessenten",
    "first name": "vorname, rufname",
    "last name": "nachname, familienname, zuname",
    "email": "e mail, email, e mail adresse, mail, mailadresse, emailadresse, kontakt e mail, kunden e mail, "
    "elektronische post, e mail kontakt, e mail geschäftlich, e mail 1",
    "phone": "telefon, telefonnummer, handy, handynummer, mobil, mobilnummer, rufnummer, tel, mobiltelefon, tel nr, "
    "telefon nr, festnetz, telefon geschäftlich, mobilfunknummer",
    "company": "firma, unternehmen, firmenname, organisation, betrieb, gesellschaft, kundenfirma, unternehmensname, "
    "name der firma, name des unternehmens, account, arbeitgeber",
    "campaign": "kampagne, kampagnenname, werbekampagne, marketingkampagne, aktion name, mailing, aussendung, "
    "kampagnentitel, name der kampagne, kampagnen id, werbeaktion, kampagnenbezeichnung",
    "source": "quelle, herkunft, leadquelle, datenquelle, ursprung, quellsystem, lead quelle, system, kontaktquelle, "
    "herkunftssystem, ursprungsquelle, leadherkunft",
    "external_id": "externe id, aktivitäts id, ereignis id, vorgangsnummer, vorgangs id, nachrichten id, anruf id, "
    "externe nummer, belegnummer, eintrags id, aktivitätsnummer, termin id",
    "id": "id, nr, nummer, schlüssel, kennung, datensatz id",
    "content": "notiz, notizen, bemerkung, bemerkungen, kommentar, inhalt, text, nachricht, beschreibung, betreff, "
    "anmerkung, gesprächsnotiz, kommentare, nachrichtentext, anmerkungen",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "e mail gesendet, e mail, mail, e mail versendet, gesendete e mail, mail gesendet, "
        "ausgehende e mail, versendet, gesendet, e mail verschickt",
        "email_opened": "e mail geöffnet, geöffnet, mail geöffnet, öffnung, e mail gelesen, gelesen, erste öffnung, "
        "erstmals geöffnet",
        "email_clicked": "e mail geklickt, geklickt, klick, link geklickt, link angeklickt, angeklickt, erster klick",
        "email_replied": "e mail beantwortet, beantwortet, antwort, e mail antwort, e mail erhalten, e mail empfangen, "
        "eingehende e mail, mail erhalten",
        "sms_sent": "sms, sms gesendet, sms versendet, kurznachricht, textnachricht",
        "sms_replied": "sms beantwortet, sms erhalten, sms empfangen, sms antwort, eingehende sms",
        "call_attempted": "anrufversuch, nicht erreicht, verpasster anruf, anruf versucht, nicht angenommen, besetzt, "
        "mailbox, kein anschluss, keine antwort, anrufbeantworter",
        "call_connected": "anruf, telefonat, telefongespräch, telefon, gespräch, ausgehender anruf, eingehender anruf, "
        "angerufen, erreicht, angenommen, anruf angenommen, anruf getätigt",
        "page_viewed": "seitenaufruf, webseitenbesuch, seite besucht, websitebesuch, seitenbesuch, seite angesehen, "
        "seite aufgerufen, besuch der website",
        "form_submitted": "formular, formular ausgefüllt, formular gesendet, formular abgeschickt, kontaktformular, "
        "anfrage, formulareingang, webformular, formular abgesendet, formular eingereicht, webanfrage",
        "meeting_booked": "termin gebucht, termin vereinbart, besprechung gebucht, terminbuchung, termin geplant, "
        "meeting gebucht, termin angelegt, besprechung vereinbart",
        "meeting_held": "termin, besprechung, meeting, treffen, termin durchgeführt, besprechung durchgeführt, "
        "vorführung, termin stattgefunden, vor ort termin, videokonferenz, kundenbesuch, besprechung gehalten, "
        "termin wahrgenommen, teilgenommen, hat teilgenommen",
        "note": "notiz, bemerkung, kommentar, anmerkung, vermerk, aktennotiz",
        "stage_changed": "phasenwechsel, phase geändert, statuswechsel, status geändert, stufenwechsel, "
        "stufe geändert, phasenänderung, statusänderung",
        "converted": "gewonnen, abschluss, verkauf, kauf, auftrag, konvertiert, abgeschlossen, verkauft, gekauft, "
        "bestellung",
        "lost": "verloren, abgelehnt, absage, abgesagt, nicht gewonnen",
    },
    "channel": {
        "email": "e mail, mail, newsletter, e mail marketing, rundmail",
        "sms": "sms, kurznachricht, textnachricht",
        "call": "anruf, telefon, telefonat, telefonisch, telefongespräch, gespräch, rückruf",
        "web": "web, website, webseite, internet, online, homepage, formular, webformular, internetseite, "
        "kontaktformular",
        "meeting": "termin, besprechung, treffen, meeting, besuch, persönlich, vor ort, kundenbesuch, videokonferenz",
        "chat": "chat, live chat, whatsapp, messenger, nachricht",
        "paid_search": "bezahlte suche, suchmaschinenwerbung, sea, google ads, suchanzeigen, bezahlte suchanzeigen",
        "organic_search": "organische suche, suche, suchmaschine, organisch, suchmaschinen",
        "paid_social": "bezahlte social media, social ads, soziale werbung, bezahlte soziale medien",
        "organic_social": "soziale medien, social media, soziale netzwerke, soziales netzwerk",
        "display": "display, banner, bannerwerbung, anzeigen, displaywerbung",
        "referral": "empfehlung, weiterempfehlung, verweis, partner, empfohlen, verweise",
        "event": "messe, veranstaltung, webinar, konferenz, event, kongress",
        "direct": "direkt, direkte zugriffe, direktzugriff",
        "other": "sonstige, sonstiges, andere, anderes, übrige",
    },
    "direction": {
        "inbound": "eingehend, ein, eingang, empfangen, ankommend, erhalten, herein, kommend, eingehender anruf",
        "outbound": "ausgehend, aus, ausgang, gesendet, abgehend, versendet, hinaus, gehend, ausgehender anruf",
    },
    "stage": {
        "new": "neu, neuer lead, offen, unbearbeitet, nicht kontaktiert, neueingang, offen nicht kontaktiert, "
        "neuer kontakt, noch nicht kontaktiert",
        "contacted": "kontaktiert, in kontakt, kontakt aufgenommen, in bearbeitung, angesprochen, erstkontakt, "
        "in arbeit kontaktiert, kontakt hergestellt, in arbeit, kontaktversuch",
        "qualified": "qualifiziert, qualifizierung, geprüft, bedarf geklärt, qualifiziert zum kauf, bedarfsanalyse, "
        "demo geplant, sales qualified, entscheidungsträger überzeugt",
        "proposal": "angebot, angebot gesendet, angebot erstellt, angebotsphase, verhandlung, angebot abgegeben, "
        "vertrag gesendet, vertrag verschickt, präsentation geplant, verhandlungen begonnen, in verhandlung, "
        "angebot unterbreitet, angebot verschickt, angebot gemacht, verhandlung überprüfung, angebot preisangebot",
        "won": "gewonnen, abgeschlossen und gewonnen, abschluss, verkauft, kunde, auftrag, auftrag erhalten, "
        "geschlossen gewonnen, geschlossen und gewonnen, abgeschlossen gewonnen, geschlossen konvertiert, konvertiert, "
        "unterschrieben",
        "lost": "verloren, abgeschlossen und verloren, abgelehnt, kein interesse, absage, nicht qualifiziert, "
        "geschlossen verloren, geschlossen und verloren, abgeschlossen verloren, geschlossen nicht konvertiert, "
        "nicht konvertiert",
    },
}  # fmt: skip
