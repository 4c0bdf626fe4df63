"""Dutch: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "lead id, contact id, klant id, klantnummer, contactnummer, relatienummer, klant nr, persoon id, "
    "leadnummer, relatie id, prospectnummer, debiteurnummer, klantcode",
    "person": "contact, klant, prospect, contactpersoon, persoon, relatie, ontvanger, deelnemer, genodigde, "
    "genodigden, uitgenodigden, gasten",
    "occurred_at": "tijdstip, tijdstempel, datum en tijd, datum tijd, activiteitsdatum, datum activiteit, "
    "datum gebeurtenis, contactdatum, datum van contact, moment, gebeurd op, gespreksdatum, datum gesprek, begindatum, "
    "startdatum, begin, aanvang, verzonden op, ontvangen op, belddatum, datum van activiteit, verzenddatum, "
    "downloaddatum, gedownload op, conversiedatum, datum van conversie, werkelijke start, werkelijk begin, "
    "werkelijke begintijd, werkelijke startdatum, aanvraagdatum, datum aanvraag, aangevraagd op",
    "date": "datum, tijd, wanneer, dag",
    "due": "vervaldatum, gepland op, gepland voor, deadline, einddatum gepland",
    "moved": "datum fase binnengekomen, datum huidige fase, in fase sinds, laatste fasewijziging, datum fasewijziging, "
    "fase gewijzigd op, datum laatste fasewijziging, datum van binnenkomst in fase, datum binnenkomst huidige fase, "
    "status gewijzigd op",
    "edited": "bewerkingsdatum, bewerkt op, wijzigingsdatum",
    "closed": "sluitingsdatum, afgesloten op, gesloten op, gewonnen op, afsluitdatum",
    "created": "aangemaakt, aangemaakt op, aanmaakdatum, gemaakt op, toegevoegd op, datum aangemaakt, invoerdatum, "
    "ingevoerd op, registratiedatum, datum toegevoegd",
    "changed": "gewijzigd, gewijzigd op, laatst gewijzigd, wijzigingsdatum, bijgewerkt op, laatste wijziging, "
    "laatst bijgewerkt, laatst gewijzigd op, datum laatste wijziging, datum van laatste wijziging, updatetijd, "
    "tijdstip van bijwerken, tijd van wijziging, wijzigingstijd",
    "last": "laatste activiteit, laatste contact, datum laatste activiteit, datum van laatste activiteit, "
    "datum laatste contact, datum van laatste contact, laatste interactie, laatst gecontacteerd",
    "time of day": "tijd, begintijd, starttijd, aanvangstijd, uur, kloktijd, tijdstip van gesprek",
    "another time": "geboortedatum, verjaardag, einde, einddatum, eindtijd, tot, beëindigd op, volgende activiteit, "
    "datum volgende activiteit, volgend contact, opvolgen op, terugbellen op, opvolgdatum, verwachte sluitingsdatum, "
    "herinnering, volgende actie, datum van volgende activiteit, werkelijk einde, werkelijke eindtijd, "
    "werkelijke einddatum, oplosdatum, opgelost op",
    "kind": "activiteit, type activiteit, soort activiteit, gebeurtenis, actie, activiteitstype, interactie, "
    "type gebeurtenis, soort contact, soort interactie, type contact, activiteitssoort, type interactie",
    "type": "type, soort, categorie, resultaat, uitkomst, wat",
    "channel": "kanaal, medium, communicatiekanaal, contactkanaal, marketingkanaal, contactwijze, communicatiemiddel, "
    "verkoopkanaal, via, wijze van contact, contactmethode, wervingskanaal, soort contact, type contact",
    "direction": "richting, gespreksrichting, in of uit, inkomend uitgaand, belrichting, in uit, contactrichting, "
    "richting gesprek, richting van contact, soort gesprek, type gesprek, berichtrichting",
    "stage": "fase, stadium, verkoopfase, leadstatus, fase van de deal, pijplijnfase, dealfase, nieuwe fase, "
    "lead status, salesfase, pipelinefase, verkoopstadium",
    "status": "status, toestand",
    "new value": "nieuwe waarde",
    "value": "waarde, bedrag, som, omzet, prijs, totaal, dealwaarde, orderwaarde, totaalbedrag, opdrachtwaarde, "
    "offertebedrag, nettobedrag, verkoopwaarde, dealgrootte, waarde van de deal, budget, verwachte omzet, "
    "offertewaarde, offerte, geschatte waarde, geschat bedrag, verwachte waarde, verwacht bedrag",
    "owner": "eigenaar, verantwoordelijke, verkoper, toegewezen aan, accountmanager, medewerker, behandelaar, "
    "contacteigenaar, vertegenwoordiger, beheerder, adviseur, relatiebeheerder, behandeld door",
    "name": "naam, volledige naam, contactnaam, klantnaam, naam van contact, voor en achternaam, naam contact, "
    "naam klant, naam contactpersoon, naam van de klant, naam lead, weergavenaam",
    "first name": "voornaam, roepnaam",
    "last name": "achternaam, familienaam",
    "email": "e mail, email, e mailadres, emailadres, mail, mailadres, e mail adres, e mail contact, e mail klant, "
    "e mail van contact, elektronische post, zakelijk e mailadres, e mail zakelijk",
    "phone": "telefoon, telefoonnummer, mobiel, mobiel nummer, gsm, tel, tel nr, mobiele telefoon, telefoonnr, "
    "mobiel telefoonnummer, vaste telefoon, telefoon zakelijk, gsm nummer",
    "company": "bedrijf, bedrijfsnaam, organisatie, firma, onderneming, naam bedrijf, account, naam organisatie, "
    "organisatienaam, vennootschap, werkgever, naam van het bedrijf",
    "campaign": "campagne, campagnenaam, marketingcampagne, naam campagne, actie naam, reclamecampagne, mailing, "
    "campagne id, naam van de campagne, campagnetitel, nieuwsbrief, campagnecode",
    "source": "bron, herkomst, leadbron, gegevensbron, bronsysteem, oorsprong, systeem, bron van lead, contactbron, "
    "lead bron, databron, bron van contact",
    "external_id": "extern id, externe id, activiteit id, activiteits id, gebeurtenis id, bericht id, gesprek id, "
    "kenmerk, extern nummer, activiteitnummer, referentie, externe referentie",
    "id": "id, nummer, nr, sleutel, identificatie, record id, id van record",
    "content": "notitie, notities, opmerking, opmerkingen, inhoud, bericht, omschrijving, beschrijving, onderwerp, "
    "tekst, toelichting, commentaar, berichttekst, aantekening",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "e mail verzonden, e mail verstuurd, e mail, email, mail, mail verzonden, verzonden, verstuurd, "
        "verzonden e mail",
        "email_opened": "e mail geopend, geopend, mail geopend, e mail gelezen, gelezen, opening, eerste opening, "
        "voor het eerst geopend",
        "email_clicked": "e mail geklikt, geklikt, klik, link aangeklikt, op link geklikt, aangeklikt, eerste klik",
        "email_replied": "e mail beantwoord, beantwoord, antwoord, e mail ontvangen, antwoord per e mail, "
        "e mail antwoord, mail ontvangen, inkomende e mail",
        "sms_sent": "sms, sms verzonden, sms verstuurd, tekstbericht",
        "sms_replied": "sms ontvangen, sms beantwoord, sms antwoord, inkomende sms",
        "call_attempted": "belpoging, gemist gesprek, gemiste oproep, geen antwoord, geen gehoor, in gesprek, bezet, "
        "voicemail, niet bereikt, niet opgenomen",
        "call_connected": "telefoongesprek, gesprek, telefoon, oproep, gebeld, uitgaand gesprek, inkomend gesprek, "
        "bereikt, telefoontje, belletje, uitgaande oproep, inkomende oproep, opgenomen, bellen",
        "page_viewed": "pagina bekeken, paginabezoek, websitebezoek, pagina bezocht, bezoek aan website, "
        "paginaweergave",
        "form_submitted": "formulier, formulier verzonden, formulier ingevuld, formulier ingediend, aanvraag, "
        "contactformulier, formulier ingestuurd, webformulier",
        "meeting_booked": "afspraak gemaakt, afspraak gepland, vergadering gepland, afspraak geboekt, boeking, "
        "afspraak ingepland, bespreking gepland, meeting geboekt",
        "meeting_held": "afspraak, vergadering, bespreking, demonstratie, afspraak gehouden, klantbezoek, "
        "videogesprek, bespreking gehouden, vergadering gehouden, demo gegeven, ontmoeting, deelgenomen, bijgewoond, "
        "aanwezig",
        "note": "notitie, opmerking, aantekening, memo",
        "stage_changed": "fasewijziging, fase gewijzigd, statuswijziging, status gewijzigd, fase veranderd, "
        "wijziging van fase",
        "converted": "gewonnen, geconverteerd, conversie, verkoop, aankoop, bestelling, order, verkocht, opdracht",
        "lost": "verloren, afgewezen, afgevallen, niet gewonnen",
    },
    "channel": {
        "email": "e mail, email, mail, nieuwsbrief",
        "sms": "sms, tekstbericht",
        "call": "telefoon, telefoongesprek, gesprek, oproep, bellen, telefonisch, gebeld",
        "web": "web, website, internet, online, formulier, webformulier, webpagina",
        "meeting": "afspraak, vergadering, bespreking, bezoek, persoonlijk, op locatie, klantbezoek, videogesprek",
        "chat": "chat, whatsapp, live chat, berichtendienst",
        "paid_search": "betaald zoeken, betaalde zoekresultaten, google ads, zoekadvertenties",
        "organic_search": "organisch zoeken, organische zoekresultaten, organisch, zoekmachine, zoekmachines",
        "paid_social": "betaalde social media, betaald sociaal, social advertenties, betaalde sociale media",
        "organic_social": "sociale media, social media, sociaal netwerk, organisch sociaal",
        "display": "display, banner, displayadvertenties, banners",
        "referral": "verwijzing, aanbeveling, doorverwijzing, partner, mond tot mond, doorverwezen",
        "event": "beurs, evenement, webinar, conferentie, congres",
        "direct": "direct, direct verkeer, rechtstreeks",
        "other": "overig, overige, anders, andere",
    },
    "direction": {
        "inbound": "inkomend, ontvangen, binnenkomend, in, inkomende oproep, inkomend gesprek",
        "outbound": "uitgaand, verzonden, uit, verstuurd, uitgaande oproep, uitgaand gesprek",
    },
    "stage": {
        "new": "nieuw, nieuwe lead, open, niet benaderd, nog te benaderen, open niet gecontacteerd, "
        "niet gecontacteerd, nog niet benaderd, prospectie",
        "contacted": "benaderd, gecontacteerd, in contact, in behandeling, contact gelegd, "
        "in behandeling gecontacteerd, contactpoging, contact gemaakt, gebeld",
        "qualified": "gekwalificeerd, kwalificatie, behoefte bepaald, gekwalificeerd om te kopen, behoefteanalyse, "
        "demo gepland, demo ingepland",
        "proposal": "voorstel, offerte, offerte verstuurd, aanbieding, onderhandeling, voorstel verstuurd, "
        "offerte verzonden, contract verzonden, contract verstuurd, presentatie gepland, onderhandelingen gestart, "
        "in onderhandeling, voorstel gedaan, offerte uitgebracht, onderhandeling beoordeling",
        "won": "gewonnen, gesloten gewonnen, verkocht, klant, afgesloten gewonnen, akkoord, gesloten en gewonnen, "
        "gesloten geconverteerd, getekend, deal gewonnen",
        "lost": "verloren, gesloten verloren, afgewezen, niet gekwalificeerd, geen interesse, afgevallen, "
        "gesloten en verloren, gesloten niet geconverteerd, niet geïnteresseerd, deal verloren",
    },
}  # fmt: skip
