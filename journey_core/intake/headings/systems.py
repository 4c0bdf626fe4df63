"""What well-known systems call the columns of their exports, beyond the plain words of any language."""

from typing import Final

SYSTEMS: Final = {
    "HubSpot": {
        "lead": "associated contact ids, contact record id, associated contact id",
        "person": "associated contact",
        "occurred_at": "activity date, conversion date, submitted on, engagement date, meeting start time, "
        "sent timestamp",
        "changed": "last modified date, recent conversion date",
        "last": "last activity date, last contacted, last engagement date",
        "kind": "call outcome, engagement type, meeting outcome, email event type",
        "owner": "activity assigned to, contact owner, deal owner, hubspot owner",
        "direction": "email direction, e mail richtung, direction de l e mail, dirección del correo",
        "company": "associated company, primary company, associated company primary",
        "campaign": "email campaign, marketing campaign name, first conversion",
        "stage": "deal stage, lifecycle stage, lead status",
        "content": "call notes, call summary, call title, note body, email subject, meeting name, body preview",
    },
    "Salesforce": {
        "lead": "whoid, who id, contact lead id, 18 digit contact id, lead contact id",
        "person": "contact lead name, lead contact, contact lead",
        "occurred_at": "activity date, activitydate, created date time, activity date time, "
        "member first responded date",
        "due": "due date only, due date time",
        "kind": "task subtype, activity type, task type, call result, calldisposition, event subtype, member status",
        "direction": "calltype, call type",
        "stage": "to stage, stagename, stage name, opportunity stage",
        "owner": "assigned, opportunity owner, assigned to name, owner full name",
        "company": "company account, account name",
        "external_id": "activity id, task id, 18 digit activity id",
        "content": "full comments, comments",
        "source": "leadsource, lead source",
    },
    "Pipedrive": {
        "lead": "person id, person - id, activity person id",
        "person": "activity contact person, deal contact person, contact person",
        "name": "person name",
        "email": "person email, person email work, person email home, person email other",
        "phone": "person phone, person phone work, person phone mobile",
        "due": "activity due date, due date",
        "time of day": "activity due time, due time",
        "occurred_at": "activity marked as done time, marked as done time",
        "created": "activity add time, add time, deal created, deal add time",
        "changed": "activity update time, update time, deal update time",
        "last": "last activity date, person last activity date",
        "moved": "last stage change, deal last stage change",
        "closed": "deal won time, deal closed on, deal lost time",
        "kind": "activity type",
        "content": "activity subject, activity note, activity public description",
        "owner": "activity assigned to user, assigned to user, deal owner, person owner, activity owner",
        "company": "activity organization, organization name, person organization, deal organization",
        "stage": "deal stage",
        "value": "deal value",
        "external_id": "activity id",
    },
    "Mautic": {
        "lead": "contact id, lead id",
        "occurred_at": "date submitted, date hit, date read, event timestamp",
        "kind": "event type, eventtype",
        "created": "date identified",
        "last": "last active",
        "content": "event name, event label",
        "campaign": "campaign name, email name",
    },
    "Google Analytics": {
        "lead": "client id, effective user id, user pseudo id, user id, client id app instance id",
        "occurred_at": "event timestamp, date hour minute, date hour, date hour yyyymmddhh, event date, nth minute",
        "kind": "event name",
        "channel": "session default channel group, default channel group, session primary channel group, "
        "default channel grouping, standard channelgruppierung, groupe de canaux par défaut, "
        "regroupement de canaux par défaut, agrupación de canales predeterminada, agrupación de canales por defecto, "
        "grupo de canales predeterminado, raggruppamento dei canali predefinito, raggruppamento canali predefinito, "
        "gruppo di canali predefinito, agrupamento de canais padrão, grupo de canais padrão, "
        "standaard kanaalgroepering, standaardkanaalgroepering, standaardkanaalgroep, standaard kanaalgroep, "
        "standard channelgruppe, first user default channel group, session medium, source medium, "
        "session source medium, first user primary channel group",
        "campaign": "session campaign, first user campaign, session campaign name, session google ads campaign",
        "value": "event value, event value in usd, purchase revenue in usd, purchase revenue, total revenue",
        "content": "page title",
    },
    "Calendly": {
        "name": "invitee name, invitee full name",
        "email": "invitee email",
        "phone": "text reminder number, invitee phone number",
        "occurred_at": "start date time, start time",
        "created": "event created date time, invitee created at",
        "owner": "user name, host, host name, assigned host",
        "content": "event type name, meeting notes",
        "external_id": "event uuid, invitee uuid",
        "first name": "invitee first name",
        "last name": "invitee last name",
    },
    "Twilio": {
        "occurred_at": "datesent, date sent, starttime, sentdate, sent date",
        "created": "datecreated, date created",
        "external_id": "sid, message sid, call sid, messagesid, callsid",
        "content": "body",
        "from": "from",
        "to": "to",
    },
    "telephone systems": {
        "occurred_at": "call start, call time, call started, datetime, call date time, date of call, call start time",
        "from": "caller, caller number, calling number, caller id, anrufer, rufnummer anrufer, appelant, "
        "numéro appelant, llamante, número llamante, chiamante, numero chiamante, chamador, número de origem, beller, "
        "nummer beller",
        "to": "callee, called number, called, destination, dialled number, angerufener, angerufene nummer, appelé, "
        "numéro appelé, destino, número llamado, chiamato, numero chiamato, número de destino, gebelde, gebeld nummer",
        "kind": "call status, disposition, call disposition, call result, anrufergebnis, résultat de l appel, "
        "resultado de la llamada, esito chiamata, resultado da chamada, resultaat gesprek, anrufstatus, "
        "gesprächsergebnis, statut de l appel, statut d appel, estado de la llamada, estado de llamada, "
        "stato della chiamata, stato chiamata, status da chamada, status da ligação, gespreksstatus, oproepstatus",
        "phone": "external number, externe nummer, externe rufnummer, numéro externe, número externo, numero esterno, "
        "extern nummer, customer phone number, contact phone number",
        "owner": "extension, answered by, agent name",
    },
    "Outlook": {
        "direction": "directionality",
        "from": "from, from address, sender, sender address, von, von adresse, absender, de, de adresse, expéditeur, "
        "remitente, mittente, da, remetente, afzender, van, from email, sender email, de dirección, van adres",
        "to": "to, to address, recipients, an, an adresse, à, à adresse, destinataires, para, a, aan, to email, "
        "empfänger, recipient address, para dirección, aan adres",
        "occurred_at": "origin timestamp, origin timestamp utc, received, sent, received time, sent on, date received, "
        "empfangen, gesendet, reçu, envoyé, recibido, enviado, ricevuto, inviato, recebido, ontvangen, verzonden",
        "person": "required attendees, erforderliche teilnehmer, participants obligatoires, asistentes necesarios, "
        "participantes obrigatórios, vereiste deelnemers, partecipanti necessari",
        "owner": "meeting organizer, organizer, organisator, organisateur, organizador, organizzatore",
    },
    "Mailchimp": {
        "lead": "leid, euid, unique id",
        "kind": "action, activity",
        "created": "optin time, confirm time",
        "changed": "last changed",
        "campaign": "campaign title",
    },
    "Zendesk": {
        "person": "requester",
        "name": "requester name",
        "email": "requester email",
        "lead": "requester id",
        "channel": "ticket channel, via channel",
        "owner": "assignee, assignee name",
        "external_id": "ticket id",
        "created": "ticket created, ticket created date, requested",
        "content": "ticket subject",
    },
    "forms": {
        "occurred_at": "submit date, submitted at, submission date, submission time, submit time, date submitted, "
        "completion time, abgesendet am, absendedatum, eingereicht am, date de soumission, soumis le, "
        "fecha de envío del formulario, data di invio del modulo, data de submissão, ingezonden op, ingediend op",
    },
    "Matomo": {
        "lead": "visitor id",
        "occurred_at": "first action timestamp, server timestamp",
        "last": "last action timestamp",
        "channel": "referrer type name, referrer type, verweistyp, type de référent, tipo de referente",
        "external_id": "id visit, visit id",
    },
    "Brevo": {
        "kind": "st text, status text",
        "occurred_at": "ts",
        "from": "frm",
        "content": "sub",
    },
    "Lead Ads": {
        "created": "created time",
        "occurred_at": "submitted at, lead created time",
        "campaign": "campaign name, ad campaign name",
        "phone": "phone number",
    },
}  # fmt: skip
"""System -> role of a column -> its headings."""
