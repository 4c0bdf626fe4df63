"""English: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "lead, lead id, contact id, customer id, person id, prospect id, client id, lead key, contact number, "
    "customer number, subscriber id, user id, visitor id, lead identifier, customer key, account number, case id",
    "person": "contact, customer, client, prospect, person, lead name, contact person, attendee, participant, "
    "recipient, guests, invitee, invitees",
    "occurred_at": "occurred at, timestamp, date time, datetime, event time, event date, activity date, activity time, "
    "interaction date, date and time, happened at, start date, start time, start date time, started at, sent at, "
    "date sent, received at, call date, meeting date, visit date, date of contact, contact date, response date, "
    "download date, downloaded at, date of download, conversion date, actual start, actual start date, "
    "actual start time, request date, date requested, requested at, enquiry date, inquiry date",
    "date": "date, time, when, day",
    "due": "due date, due, scheduled for",
    "moved": "stage entered, date entered stage, entered stage, date entered current stage, stage entry date, "
    "last stage change, last stage change date, stage change date, stage changed at, stage changed, stage change time, "
    "in stage since, moved to stage, status changed at, status change date",
    "edited": "edit date, edited, edited at, edited on",
    "closed": "close date, closed date, closing date, closed at, won time, won date",
    "created": "created, created at, created on, create date, created date, date created, creation date, date added, "
    "added, added on, added at, add time, create time, created time, entry date, registration date, signup date",
    "changed": "changed, changed at, updated, updated at, update time, last modified, last modified date, modified, "
    "modified on, last update, last updated, date of last change, last change, last modified by date, modified time, "
    "last modified time, modified at, last update time, update date, date updated, modification time, "
    "modification date",
    "last": "last activity, last activity date, last contacted, last seen, last contact, last contact date, "
    "last interaction, last touch, last engagement, last engagement date, date of last activity, date of last contact, "
    "latest activity",
    "time of day": "time, start time, time of day, hour, event time, activity time, due time, call time, clock time",
    "another time": "birthday, date of birth, birth date, expires, expiry date, valid until, end, end date, end time, "
    "ended at, end date time, finish, finished at, until, next activity, next activity date, next step date, "
    "follow up date, follow up, next follow up, reminder, next contact, call back on, callback date, "
    "expected close date, actual end, actual end date, resolved, resolved at, resolution date, solved at, date solved",
    "kind": "kind, activity, activity type, event, event type, event name, action, interaction type, interaction, "
    "what happened, engagement type, type of activity, type of interaction, type of contact, touch type, contact type",
    "type": "type, category, outcome, result, what",
    "channel": "channel, medium, utm medium, touchpoint, communication channel, contact channel, marketing channel, "
    "channel group, via, traffic source, sales channel, contact method, communication type, marketing medium, "
    "type of contact, contact type, method, method of contact",
    "direction": "direction, call direction, in or out, inbound outbound, call type, message direction, "
    "incoming outgoing, initiated by, way, flow",
    "stage": "stage, deal stage, lead stage, pipeline stage, lead status, sales stage, opportunity stage, deal status, "
    "funnel stage, lifecycle stage, new stage, to stage, step, phase, sales phase",
    "status": "status, state",
    "new value": "new value, changed to",
    "value": "value, amount, deal value, revenue, close value, deal amount, total, opportunity amount, order value, "
    "sum, turnover, contract value, net amount, total value, sales value, worth, purchase value, deal size, "
    "opportunity size, opportunity value, budget, quote amount, expected revenue, annual contract value, quote, "
    "quotation, quoted, quoted amount, estimated value, estimated amount, expected value, estimated revenue",
    "owner": "owner, lead owner, sales rep, sales agent, account owner, assigned to, assignee, agent, representative, "
    "salesperson, account manager, contact owner, deal owner, rep, responsible, handled by, assigned, sales person",
    "name": "name, full name, contact name, lead name, customer name, person name, client name, first and last name, "
    "display name, prospect name, name of contact, contact full name",
    "first name": "first name, given name, forename, firstname",
    "last name": "last name, family name, surname, lastname",
    "email": "email, e mail, email address, e mail address, mail, contact email, customer email, lead email, "
    "primary email, work email, person email, mail address, recipient email, business email",
    "phone": "phone, phone number, telephone, mobile, mobile phone, contact phone number, telephone number, "
    "mobile number, cell, cell phone, contact phone, tel, phone no, direct phone, customer phone, lead phone",
    "company": "company, company name, account name, organisation, organization, account, firm, business, "
    "business name, employer, organisation name, organization name, company account, client company",
    "campaign": "campaign, utm campaign, campaign name, marketing campaign, ad campaign, campaign title, promotion, "
    "campaign id, mailing, newsletter, initiative, campaign source",
    "source": "source, lead source, origin, data source, system, source system, original source, utm source, "
    "record source, contact source, imported from, reported by",
    "external_id": "external id, activity id, event id, message id, interaction id, call id, row id, entry id, "
    "record number, task id, submission id, transaction id, meeting id, log id, external key, reference",
    "id": "id, record id, uuid, guid, key, number, no, name id",
    "content": "content, note, notes, message, body, comment, comments, description, subject, text, remark, remarks, "
    "details, summary, call notes, message body, meeting notes, full comments",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "email, e mail, mail, email sent, sent, sent email, outgoing email, email send, send, emailed",
        "email_opened": "email opened, opened, open, email open, opened email, read, email read, first open, "
        "first opening, unique open",
        "email_clicked": "email clicked, clicked, click, email click, link clicked, clicked email, clicked link, "
        "first click, unique click",
        "email_replied": "email replied, replied, reply, email reply, email received, received email, incoming email, "
        "inbound email, email response",
        "sms_sent": "sms, text, text message, sms sent, text sent, outgoing sms",
        "sms_replied": "sms replied, sms reply, sms received, incoming sms, text reply, text received",
        "call_attempted": "call attempted, attempted call, call attempt, no answer, missed call, left voicemail, "
        "voicemail, left message, left live message, busy, not reached, unanswered call, missed, unanswered",
        "call_connected": "call, phone call, phone, telephone call, outbound call, inbound call, outgoing call, "
        "incoming call, call connected, connected, answered, answered call, reached, called, call made, logged call",
        "page_viewed": "page viewed, page view, pageview, page visit, visit, website visit, web visit, visited page, "
        "site visit, page hit",
        "form_submitted": "form submitted, generate lead, form submission, form, submitted form, web form, "
        "form filled, form submit, contact form, sign up, form completed, form filled in",
        "meeting_booked": "meeting booked, meeting scheduled, booked meeting, appointment booked, demo booked, "
        "meeting created, booking, appointment scheduled, demo scheduled",
        "meeting_held": "meeting, meeting held, appointment, demo, visit on site, meeting completed, demo held, "
        "in person meeting, video call, face to face, presentation, attended, attended meeting, attended webinar",
        "note": "note, notes, comment, remark, memo, note added",
        "stage_changed": "stage changed, stage change, deal stage change, stage moved, status change, status changed, "
        "moved stage, change of stage",
        "converted": "converted, conversion, sale, purchase, won, deal won, closed won, order, customer, bought, sold",
        "lost": "lost, deal lost, closed lost, rejected, disqualified",
    },
    "channel": {
        "email": "email, e mail, mail, emailing, newsletter, email marketing, mailing, e mailed",
        "sms": "sms, text, text message, text messages, mobile message",
        "call": "call, phone, telephone, phone call, calls, outbound call, inbound call, voice, by phone, phoned, "
        "telephone call, cold call",
        "web": "web, website, online, web page, site, internet, web form, form, page, landing page, website form, "
        "contact form",
        "meeting": "meeting, meetings, appointment, in person, visit, demo, face to face, video call, on site, "
        "in person visit, site visit, video",
        "chat": "chat, live chat, chatbot, messenger, whatsapp, instant message, messaging, web chat",
        "paid_search": "paid search, ppc, cpc, search ads, google ads, sem, adwords, paid",
        "organic_search": "organic search, organic, seo, search, natural search, search engine",
        "paid_social": "paid social, social ads, facebook ads, social paid, linkedin ads",
        "organic_social": "organic social, social, social media, social network",
        "display": "display, banner, display ads, display advertising, banner ads, programmatic",
        "referral": "referral, referrals, referred, word of mouth, partner, recommendation, affiliate",
        "event": "event, trade show, fair, webinar, conference, exhibition, trade fair",
        "direct": "direct, direct traffic, none, direct none, typed in",
        "other": "other, others, misc, miscellaneous, unassigned",
    },
    "direction": {
        "inbound": "inbound, incoming, in, received, inbound call, incoming call, from lead, from customer",
        "outbound": "outbound, outgoing, out, sent, outbound call, outgoing call, outbound api, outbound dial, "
        "outbound reply, outbound call api, to lead, to customer",
    },
    "stage": {
        "new": "new, new lead, open, not contacted, uncontacted, fresh, lead in, open not contacted, prospecting, lead",
        "contacted": "contacted, contact made, attempted to contact, working, in contact, reached, in progress, "
        "connected, working contacted, contact attempted, attempting contact, attempted, called, follow up",
        "qualified": "qualified, qualification, sales qualified, qualified to buy, sql, marketing qualified, mql, "
        "needs analysis, discovery, demo scheduled, decision maker bought in",
        "proposal": "proposal, proposal sent, quote, quote sent, offer, offer sent, proposal made, "
        "proposal price quote, presentation scheduled, negotiation, proposal quote, contract sent, proposal presented, "
        "negotiations started, in negotiation, negotiation review, contract",
        "won": "won, closed won, deal won, converted, customer, sold, success, accepted, closed converted, signed, "
        "won deal",
        "lost": "lost, closed lost, deal lost, unqualified, disqualified, rejected, dead, no interest, "
        "closed not converted, not interested, bad fit, lost deal",
    },
}  # fmt: skip
