"""Italian: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "id lead, id contatto, id cliente, codice cliente, numero cliente, id del contatto, id del cliente, "
    "identificativo cliente, identificativo contatto, codice contatto, id persona, n cliente, id del lead",
    "person": "contatto, cliente, potenziale cliente, persona, persona di riferimento, destinatario, partecipante, "
    "referente, invitato, invitati, ospiti",
    "occurred_at": "data e ora, data ora, marca temporale, data attività, data dell attività, data evento, "
    "data dell evento, data contatto, data del contatto, momento, avvenuto il, data chiamata, data della chiamata, "
    "data inizio, data di inizio, inizio, inviato il, ricevuto il, data invio, data interazione, data di invio, "
    "data di download, data download, scaricato il, data di conversione, data conversione, inizio effettivo, "
    "data inizio effettiva, data di inizio effettiva, ora di inizio effettiva, data richiesta, data della richiesta, "
    "richiesto il",
    "date": "data, ora, quando, giorno",
    "due": "scadenza, data di scadenza, data scadenza, previsto per",
    "moved": "data di ingresso nella fase, data di ingresso nella fase attuale, data ingresso fase, "
    "ultimo cambio di fase, ultimo cambio fase, data cambio fase, data del cambio di fase, "
    "data dell ultimo cambio di fase, fase cambiata il, nella fase dal",
    "edited": "data di modifica, data modifica",
    "closed": "data di chiusura, data chiusura, chiuso il, vinto il",
    "created": "creato, creato il, creata il, data di creazione, data creazione, aggiunto il, inserito il, "
    "data inserimento, data di registrazione, registrato il, data di inserimento",
    "changed": "modificato, modificato il, data di modifica, ultima modifica, aggiornato il, ultimo aggiornamento, "
    "data modifica, data ultima modifica, data dell ultima modifica, data di ultima modifica, ora di aggiornamento, "
    "ora di modifica, data di aggiornamento, data aggiornamento",
    "last": "ultima attività, ultimo contatto, data ultima attività, data dell ultima attività, data ultimo contatto, "
    "data dell ultimo contatto, ultima interazione",
    "time of day": "ora, orario, ora inizio, ora di inizio, ora della chiamata, ora chiamata, ore",
    "another time": "data di nascita, compleanno, fine, data fine, data di fine, ora fine, ora di fine, terminato il, "
    "fino a, prossima attività, data prossima attività, data della prossima attività, prossimo contatto, "
    "richiamare il, da richiamare il, data di chiusura prevista, promemoria, data prevista di chiusura, follow up il, "
    "fine effettiva, data fine effettiva, data di fine effettiva, data di risoluzione, data risoluzione, risolto il",
    "kind": "attività, tipo di attività, tipo attività, evento, tipo di evento, tipo evento, azione, interazione, "
    "tipo di interazione, tipo interazione, tipo di contatto, tipo di azione, nome evento",
    "type": "tipo, tipologia, categoria, esito, risultato, cosa",
    "channel": "canale, mezzo, canale di comunicazione, canale di contatto, mezzo di contatto, canale di marketing, "
    "modalità di contatto, mezzo di comunicazione, canale marketing, via, canale di vendita, canale contatto, "
    "tipo di contatto, tipo contatto, metodo di contatto",
    "direction": "direzione, verso, direzione chiamata, direzione della chiamata, entrata uscita, "
    "in entrata in uscita, senso, tipo di chiamata, tipo chiamata, direzione del contatto, direzione del messaggio, "
    "direzione messaggio",
    "stage": "fase, stadio, fase di vendita, fase trattativa, stato lead, stato del lead, fase della trattativa, "
    "fase opportunità, fase commerciale, nuova fase, fase vendita, fase dell opportunità",
    "status": "stato",
    "new value": "nuovo valore, valore nuovo",
    "value": "valore, importo, somma, prezzo, totale, fatturato, ricavo, valore trattativa, importo totale, "
    "valore dell offerta, valore della trattativa, importo netto, ricavi, importo offerta, valore opportunità, "
    "importo opportunità, dimensione trattativa, ricavi previsti, budget, preventivo, importo stimato, valore stimato, "
    "valore atteso, importo previsto",
    "owner": "proprietario, responsabile, venditore, assegnato a, agente, commerciale, referente commerciale, "
    "titolare, incaricato, proprietario contatto, consulente, addetto, gestore, operatore",
    "name": "nome, nome completo, nome contatto, nome del contatto, nome cliente, nome e cognome, cognome e nome, "
    "nominativo, nome del cliente, nome lead, nome della persona, nome del lead, nome visualizzato",
    "first name": "nome di battesimo, primo nome",
    "last name": "cognome",
    "email": "e mail, email, posta elettronica, indirizzo e mail, indirizzo email, mail, indirizzo di posta, "
    "indirizzo mail, indirizzo di posta elettronica, email contatto, e mail contatto, email cliente, "
    "indirizzo elettronico",
    "phone": "telefono, numero di telefono, cellulare, tel, mobile, recapito telefonico, numero cellulare, "
    "telefono cellulare, numero telefono, n telefono, recapito, numero di cellulare, telefono fisso",
    "company": "azienda, società, ditta, nome azienda, organizzazione, impresa, ragione sociale, account, "
    "nome dell azienda, nome società, ente, datore di lavoro",
    "campaign": "campagna, nome campagna, campagna marketing, nome della campagna, campagna di marketing, "
    "campagna pubblicitaria, promozione, id campagna, invio, titolo campagna, iniziativa, codice campagna",
    "source": "fonte, origine, provenienza, sorgente, fonte lead, origine lead, fonte del lead, origine contatto, "
    "sistema, fonte dati, sistema di origine, origine del contatto, origine dati",
    "external_id": "id esterno, identificativo esterno, id attività, id dell attività, id evento, id chiamata, "
    "riferimento, id messaggio, codice esterno, id dell evento, numero attività, codice attività",
    "id": "id, identificativo, numero, n, codice, chiave, id record, id del record",
    "content": "nota, note, contenuto, commento, commenti, messaggio, descrizione, oggetto, osservazioni, testo, "
    "dettagli, annotazioni, corpo del messaggio, annotazione",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "e mail inviata, email inviata, e mail, email, mail inviata, inviata, inviato, posta elettronica",
        "email_opened": "e mail aperta, email aperta, aperta, aperto, apertura, e mail letta, email letta, letta, "
        "prima apertura, apertura unica",
        "email_clicked": "clic, e mail cliccata, email cliccata, cliccata, cliccato, clic sul link, link cliccato, "
        "primo clic",
        "email_replied": "risposta, e mail ricevuta, email ricevuta, risposta e mail, risposta email, risposto, "
        "e mail risposta, risposta via email",
        "sms_sent": "sms, sms inviato, messaggio inviato, messaggio di testo",
        "sms_replied": "sms ricevuto, risposta sms, messaggio ricevuto, risposta via sms",
        "call_attempted": "tentativo di chiamata, chiamata persa, nessuna risposta, occupato, segreteria, "
        "non risponde, segreteria telefonica, chiamata senza risposta, chiamata tentata",
        "call_connected": "chiamata, telefonata, telefono, chiamata in uscita, chiamata in entrata, "
        "chiamata effettuata, chiamata risposta, chiamata telefonica, chiamata riuscita, chiamata ricevuta",
        "page_viewed": "pagina vista, pagina visitata, visita al sito, visita sito, visita web, "
        "visualizzazione di pagina, visualizzazione pagina, visita pagina",
        "form_submitted": "modulo, modulo inviato, modulo compilato, invio modulo, form compilato, form inviato, "
        "richiesta, modulo di contatto, invio del modulo",
        "meeting_booked": "appuntamento prenotato, appuntamento fissato, riunione fissata, riunione programmata, "
        "incontro programmato, prenotazione, incontro fissato, riunione prenotata",
        "meeting_held": "riunione, appuntamento, incontro, incontro svolto, riunione tenuta, dimostrazione, "
        "appuntamento svolto, riunione svolta, videochiamata, incontro tenuto, partecipato, ha partecipato",
        "note": "nota, commento, annotazione, appunto",
        "stage_changed": "cambio fase, cambio di fase, cambio stato, cambio di stato, fase cambiata, fase modificata",
        "converted": "vinto, vinta, convertito, conversione, vendita, acquisto, ordine, chiuso vinto, venduto",
        "lost": "perso, persa, rifiutato, chiuso perso, perduto",
    },
    "channel": {
        "email": "e mail, email, posta elettronica, newsletter, posta",
        "sms": "sms, messaggio di testo",
        "call": "chiamata, telefono, telefonata, chiamata telefonica, telefonico",
        "web": "web, sito web, sito, internet, online, modulo, modulo web",
        "meeting": "riunione, appuntamento, incontro, di persona, in presenza, videochiamata, visita, visita cliente, "
        "sopralluogo",
        "chat": "chat, whatsapp, messaggistica, messaggistica istantanea",
        "paid_search": "ricerca a pagamento, ricerca pagata, google ads, annunci di ricerca, ricerca sponsorizzata",
        "organic_search": "ricerca organica, ricerca, organico, motore di ricerca, motori di ricerca, ricerca naturale",
        "paid_social": "social a pagamento, social sponsorizzati, annunci social, social media a pagamento",
        "organic_social": "social organico, social network, reti sociali, social media",
        "display": "display, banner, pubblicità display",
        "referral": "segnalazione, passaparola, raccomandazione, partner, referenza",
        "event": "evento, fiera, webinar, conferenza, convegno",
        "direct": "diretto, traffico diretto, accesso diretto",
        "other": "altro, altri, varie",
    },
    "direction": {
        "inbound": "in entrata, entrata, in arrivo, ricevuto, ricevuta, entrante, chiamata in entrata",
        "outbound": "in uscita, uscita, inviato, inviata, uscente, effettuata, chiamata in uscita",
    },
    "stage": {
        "new": "nuovo, nuova, nuovo lead, aperto, da contattare, non contattato, aperto non contattato, "
        "non ancora contattato, prospezione",
        "contacted": "contattato, contattata, in contatto, in corso, contatto avvenuto, in lavorazione contattato, "
        "tentativo di contatto, in lavorazione, contatto stabilito",
        "qualified": "qualificato, qualificata, qualifica, qualificazione, qualificato per l acquisto, "
        "analisi dei bisogni, analisi delle esigenze, demo programmata, demo pianificata",
        "proposal": "proposta, preventivo, offerta, offerta inviata, proposta inviata, trattativa, negoziazione, "
        "preventivo inviato, contratto inviato, presentazione pianificata, presentazione programmata, "
        "trattative avviate, in trattativa, proposta fatta, in negoziazione, negoziazione revisione",
        "won": "vinto, vinta, chiuso vinto, cliente, venduto, concluso, chiusa vinta, chiuso e vinto, "
        "chiuso convertito, firmato, acquisito",
        "lost": "perso, persa, chiuso perso, rifiutato, non qualificato, non interessato, chiusa persa, "
        "chiuso e perso, chiuso non convertito, nessun interesse, squalificato",
    },
}  # fmt: skip
