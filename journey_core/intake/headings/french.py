"""French: what columns are called, and what words in them mean."""

from typing import Final

HEADINGS: Final = {
    "lead": "id lead, id prospect, id contact, id client, identifiant client, identifiant contact, identifiant lead, "
    "identifiant prospect, numéro client, n° client, code client, id du contact, id du prospect, "
    "identifiant du contact, numéro de client",
    "person": "contact, client, prospect, personne, personne à contacter, destinataire, participant, interlocuteur, "
    "lead, invité, invités",
    "occurred_at": "horodatage, date et heure, date heure, date de l activité, date d activité, date de l événement, "
    "date du contact, date de contact, moment, survenu le, date d appel, date de l appel, date du rendez vous, "
    "date de début, début, envoyé le, reçu le, date d envoi, date de réception, date de l interaction, date événement, "
    "date de téléchargement, date du téléchargement, téléchargé le, date de conversion, date de la conversion, "
    "début réel, date de début réelle, heure de début réelle, date de la demande, date de demande, demandé le, "
    "date échange, date de l échange, date d échange",
    "date": "date, heure, quand, jour",
    "due": "échéance, date d échéance, prévu le, prévue le",
    "moved": "date d entrée dans la phase, date d entrée dans la phase actuelle, date d entrée dans l étape, "
    "date d entrée dans l étape actuelle, dernier changement d étape, date du changement d étape, "
    "date du dernier changement d étape, changement de phase le, étape modifiée le, dernier changement de phase, "
    "date de changement de statut",
    "edited": "date de modification, modifié le",
    "closed": "date de clôture, date de fermeture, clôturé le, clos le, gagné le, date de signature",
    "created": "créé le, créée le, date de création, date création, création, ajouté le, date d ajout, saisi le, "
    "date d inscription, enregistré le",
    "changed": "modifié le, modifiée le, date de modification, dernière modification, mis à jour le, mise à jour, "
    "dernière mise à jour, date de dernière modification, date de la dernière modification, "
    "dernière date de modification, date de mise à jour, heure de mise à jour, heure de modification, "
    "heure de dernière modification",
    "last": "dernière activité, dernier contact, date de la dernière activité, date de dernière activité, "
    "date du dernier contact, dernière interaction, dernier échange, dernière date d activité",
    "time of day": "heure, heure de début, horaire, heure d appel, heure de l appel, heure d échéance, à",
    "another time": "date de naissance, anniversaire, fin, date de fin, heure de fin, terminé le, jusqu à, "
    "prochaine activité, date de la prochaine activité, relance, relance le, date de relance, prochain contact, "
    "prochain rendez vous, date de clôture prévue, date de fermeture prévue, rappeler le, rappel, fin réelle, "
    "date de fin réelle, heure de fin réelle, date de résolution, résolu le, relance prévue",
    "kind": "activité, type d activité, événement, type d événement, action, type d action, interaction, évènement, "
    "type d interaction, nature, type de contact, nature du contact, type d évènement, nature de l activité, "
    "type d échange, type de l échange, nature de l échange",
    "type": "type, catégorie, résultat, genre, quoi",
    "channel": "canal, média, canal de communication, canal de contact, moyen de contact, support, canal marketing, "
    "moyen, moyen de communication, mode de contact, canal d acquisition, canal de vente, type de contact, "
    "nature du contact, type d échange, type de l échange, nature de l échange",
    "direction": "sens, direction, sens de l appel, entrant sortant, sens d appel, direction de l appel, "
    "sens du contact, sens de communication, entrée sortie, sens du message, type d appel, sens de l échange",
    "stage": "étape, phase, étape du pipeline, étape de vente, statut du lead, étape commerciale, statut du prospect, "
    "phase de vente, nouvelle étape, étape de la transaction, étape du deal, stade",
    "status": "statut, état",
    "new value": "nouvelle valeur",
    "value": "valeur, montant, chiffre d affaires, ca, prix, total, montant ht, montant ttc, somme, "
    "valeur de l affaire, montant du devis, montant de la transaction, montant total, budget, taille de l affaire, "
    "montant de l opportunité, revenu attendu, montant de l affaire, devis, valeur estimée, montant estimé, "
    "valeur attendue, montant attendu, montant prévu, ca potentiel, ca prévisionnel, ca estimé, "
    "chiffre d affaires potentiel",
    "owner": "propriétaire, responsable, commercial, vendeur, attribué à, assigné à, gestionnaire, chargé de compte, "
    "propriétaire du contact, agent, conseiller, chargé d affaires, suivi par, collaborateur",
    "name": "nom, nom complet, nom du contact, nom du client, nom et prénom, prénom et nom, nom prénom, "
    "nom du prospect, nom du lead, nom affiché, nom de la personne, nom client",
    "first name": "prénom, prénoms",
    "last name": "nom de famille, patronyme",
    "email": "e mail, email, courriel, adresse e mail, adresse email, mail, adresse mail, adresse électronique, mél, "
    "courrier électronique, adresse courriel, e mail du contact, email client",
    "phone": "téléphone, numéro de téléphone, tél, portable, mobile, téléphone portable, n° de téléphone, gsm, "
    "téléphone mobile, numéro, téléphone fixe, tél portable, numéro de portable",
    "company": "entreprise, société, nom de l entreprise, organisation, compte, raison sociale, nom de la société, "
    "établissement, firme, nom du compte, nom entreprise, employeur",
    "campaign": "campagne, nom de la campagne, campagne marketing, nom de campagne, opération, campagne publicitaire, "
    "id de campagne, emailing, lettre d information, titre de la campagne, code campagne, opération marketing",
    "source": "source, origine, provenance, source du lead, source du prospect, origine du contact, système, "
    "source de données, système source, origine du lead, source du contact, origine des données",
    "external_id": "id externe, identifiant externe, id activité, id de l activité, id événement, id de l événement, "
    "id de l appel, identifiant de l activité, référence, id du message, numéro d activité, référence externe",
    "id": "id, identifiant, numéro, n°, clé, id de fiche d informations, id d enregistrement, id de l enregistrement",
    "content": "note, notes, contenu, commentaire, commentaires, message, description, objet, remarque, remarques, "
    "texte, sujet, observations, détails, compte rendu, corps du message",
}  # fmt: skip


WORDS: Final = {
    "kind": {
        "email_sent": "e mail envoyé, email envoyé, e mail, courriel, courriel envoyé, mail, mail envoyé, envoyé, "
        "envoi",
        "email_opened": "e mail ouvert, email ouvert, ouvert, ouverture, courriel ouvert, ouverture d e mail, lu, "
        "mail ouvert, première ouverture, ouverture unique",
        "email_clicked": "e mail cliqué, email cliqué, clic, cliqué, lien cliqué, clic sur un lien, clic e mail, "
        "clic email, premier clic, clic unique",
        "email_replied": "réponse, réponse e mail, réponse par e mail, e mail reçu, email reçu, courriel reçu, "
        "répondu, réponse à l e mail, mail reçu, réponse email",
        "sms_sent": "sms, sms envoyé, texto, texto envoyé",
        "sms_replied": "sms reçu, réponse sms, réponse par sms, texto reçu",
        "call_attempted": "tentative d appel, appel manqué, sans réponse, pas de réponse, occupé, messagerie, "
        "message vocal, appel sans réponse, non joint, appel tenté",
        "call_connected": "appel, appel téléphonique, téléphone, appel sortant, appel entrant, appel abouti, joint, "
        "décroché, appel effectué, entretien téléphonique, appel passé, appel répondu",
        "page_viewed": "page vue, visite, visite du site, visite de page, page visitée, consultation de page, "
        "visite web, vue de page",
        "form_submitted": "formulaire, formulaire envoyé, formulaire soumis, formulaire rempli, formulaire de contact, "
        "demande de contact, soumission de formulaire, envoi de formulaire",
        "meeting_booked": "rendez vous pris, réunion planifiée, rendez vous planifié, réunion réservée, rdv pris, "
        "rendez vous fixé, réservation, rdv planifié",
        "meeting_held": "rendez vous, réunion, rdv, réunion tenue, démonstration, visite client, entretien, démo, "
        "rendez vous effectué, rendez vous tenu, visioconférence, a participé, participé, présent",
        "note": "note, remarque, commentaire, observation",
        "stage_changed": "changement d étape, étape modifiée, changement de statut, changement de phase, "
        "étape changée, statut modifié, passage d étape",
        "converted": "gagné, gagnée, converti, conversion, vente, achat, commande, signé, affaire gagnée, vendu",
        "lost": "perdu, perdue, refusé, affaire perdue, abandonné",
    },
    "channel": {
        "email": "e mail, email, courriel, mail, newsletter, emailing, infolettre",
        "sms": "sms, texto",
        "call": "appel, téléphone, appel téléphonique, par téléphone, tél",
        "web": "web, site web, site internet, internet, en ligne, formulaire, site, formulaire web",
        "meeting": "rendez vous, réunion, rdv, visite, en personne, visite client, sur place, visioconférence",
        "chat": "chat, tchat, messagerie instantanée, whatsapp, messagerie, clavardage",
        "paid_search": "recherche payante, référencement payant, liens sponsorisés, google ads, recherche sponsorisée",
        "organic_search": "recherche organique, recherche naturelle, référencement naturel, recherche, "
        "moteur de recherche",
        "paid_social": "réseaux sociaux payants, social payant, publicité sociale, réseau social payant",
        "organic_social": "réseaux sociaux, réseau social, social organique, médias sociaux",
        "display": "display, bannière, affichage, publicité display, bannières",
        "referral": "recommandation, parrainage, référence, site référent, partenaire, bouche à oreille, "
        "sites référents",
        "event": "salon, événement, évènement, webinaire, foire, conférence, séminaire",
        "direct": "direct, accès direct, trafic direct",
        "other": "autre, autres, divers",
    },
    "direction": {
        "inbound": "entrant, entrante, entrée, reçu, appel entrant, réception, reçue",
        "outbound": "sortant, sortante, sortie, envoyé, appel sortant, émis, envoyée",
    },
    "stage": {
        "new": "nouveau, nouvelle, nouveau lead, nouveau prospect, ouvert, non contacté, à contacter, "
        "ouverte non contactée, ouverte, non contactée, prospection, nouvelle piste",
        "contacted": "contacté, contactée, en contact, prise de contact, en cours, contact établi, en cours contactée, "
        "tentative de contact, joint, relancé",
        "qualified": "qualifié, qualifiée, qualification, besoin qualifié, qualifié pour acheter, "
        "qualifiée pour achat, analyse des besoins, démo planifiée, décideur convaincu",
        "proposal": "proposition, devis, devis envoyé, offre, proposition envoyée, négociation, offre envoyée, "
        "contrat envoyé, présentation planifiée, négociations entamées, en négociation, proposition faite, "
        "proposition commerciale, négociation révision, proposition devis",
        "won": "gagné, gagnée, conclu, signé, client, vendu, affaire gagnée, fermé gagné, fermée gagnée, "
        "clôturée gagnée, clôturé gagné, fermé et gagné, clôturée convertie, convertie, converti, signée",
        "lost": "perdu, perdue, refusé, abandonné, non qualifié, affaire perdue, fermé perdu, fermée perdue, "
        "clôturée perdue, clôturé perdu, fermé et perdu, clôturée non convertie, non convertie, pas intéressé, refusée",
    },
}  # fmt: skip
