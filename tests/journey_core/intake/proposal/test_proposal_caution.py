"""What would be a bold guess is left to a person: times of something else, addresses and accounts of our own."""

from pathlib import Path

import pytest

from tests.journey_core.intake.proposal.test_proposal import columns, proposed

ADA, BOB = "ada@example.org", "bob@example.com"


@pytest.mark.parametrize("known", ["Fälligkeitsdatum", "Erstellt am", "Created time", "Date d’échéance"])
def test_a_weak_time_is_not_taken_beside_one_whose_heading_nobody_knows(tmp_path: Path, known: str) -> None:
    rows = (f"{ADA},2024-03-04 09:00,2024-03-01 08:00", f"{BOB},2024-03-05 10:00,2024-03-02 08:00")
    found = proposed(tmp_path, f"E-Mail,Zeit der Wahrheit,{known}", *rows)
    assert "occurred_at" not in columns(found)
    assert found.possible["occurred_at"] == ("Zeit der Wahrheit", known)


def test_a_time_is_taken_beside_an_unknown_column_that_says_only_the_day(tmp_path: Path) -> None:
    rows = (f"{ADA},2024-06-01,2024-03-01 08:00", f"{BOB},2024-07-01,2024-03-02 08:00")
    assert columns(proposed(tmp_path, "Email,Wanted from,Created at", *rows))["occurred_at"] == "Created at"


def test_a_time_is_taken_beside_one_of_a_change_however_that_is_headed(tmp_path: Path) -> None:
    rows = (f"{ADA},2024-06-01 09:00,2024-03-01 08:00", f"{BOB},2024-07-01 09:00,2024-03-02 08:00")
    for changed in ("Contact record updated by us on", "Zuletzt aktualisiert im System", "Fiche mise à jour vers"):
        assert columns(proposed(tmp_path, f"Email,{changed},Created at", *rows))["occurred_at"] == "Created at"


@pytest.mark.parametrize("due", ["Due date", "Vencimiento", "Scadenza", "Échéance"])
def test_when_few_rows_were_due_is_not_when_they_happened(tmp_path: Path, due: str) -> None:
    row = f"{ADA},Call,2024-03-0"
    every = proposed(tmp_path, f"Email,Activity type,{due}", f"{row}4", f"{row}5")
    assert columns(every)["occurred_at"] == due
    few = proposed(tmp_path, f"Email,Activity type,{due}", f"{row}4", f"{ADA},Call,", f"{BOB},Call,")
    assert "occurred_at" not in columns(few)


def test_a_sole_unknown_time_is_not_taken_beside_times_of_something_else(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Email,Thaw,Last modified", f"{ADA},2024-03-04,2024-03-05")
    assert "occurred_at" not in columns(found)
    assert columns(proposed(tmp_path, "Email,Thaw", f"{ADA},2024-03-04", f"{BOB},2024-03-05"))["occurred_at"] == "Thaw"


@pytest.mark.parametrize(
    ("created", "stage", "changed"),
    [
        ("Deal Created Time", "Stage", "Modified Time"), ("Erstellt am", "Phase", "Geändert am"),
        ("Date de création", "Étape", "Modifié le"),
    ],
)  # fmt: skip
def test_a_history_of_stages_goes_by_its_changes_as_the_deal_was_created_but_once(
    tmp_path: Path, created: str, stage: str, changed: str
) -> None:
    header = f"E-mail,{stage},{created},{changed}"
    moves = (f"{ADA},Qualified,2024-01-02,2024-03-04", f"{ADA},Won,2024-01-02,2024-03-05")
    assert columns(proposed(tmp_path, header, *moves))["occurred_at"] == changed
    leads = (f"{ADA},Qualified,2024-01-02,2024-03-04", f"{BOB},Won,2024-01-03,2024-03-05")
    assert columns(proposed(tmp_path, header, *leads))["occurred_at"] == created


def test_when_a_lead_was_created_is_not_when_its_calls_were(tmp_path: Path) -> None:
    header, calls = "Email,Activity,Created on", (f"{ADA},Call,2024-01-02", f"{ADA},Email,2024-01-02")
    assert "occurred_at" not in columns(proposed(tmp_path, header, *calls))
    assert columns(proposed(tmp_path, header, calls[0], calls[0]))["occurred_at"] == "Created on"


@pytest.mark.parametrize(
    "heading", ["E-mail de l’utilisateur", "Correo electrónico del agente", "Agent email", "E-Mail des Absenders"]
)
def test_addresses_of_colleagues_are_not_taken(tmp_path: Path, heading: str) -> None:
    found = proposed(tmp_path, f"Ref,{heading}", f"1,{ADA}", f"2,{BOB}")
    assert "email" not in columns(found)


def test_addresses_that_may_be_those_of_colleagues_are_suggested(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Ref,User email", f"1,{ADA}", f"2,{BOB}")
    assert found.possible["email"] == ("User email",)


def test_addresses_of_one_company_are_not_taken_by_their_looks_alone(tmp_path: Path) -> None:
    assert "email" not in columns(proposed(tmp_path, "X1,X2", "1,ada@firm.example", "2,bob@firm.example"))
    assert columns(proposed(tmp_path, "X1,X2", "1,ada@firm.example", "2,bob@other.example"))["email"] == "X2"


def test_an_account_or_number_that_is_the_same_for_all_leads_is_ours(tmp_path: Path) -> None:
    header = "Customer ID,Telephone,Account name,Firm,Email,Date"
    rows = [f"77,+44 20 7946 0001,Ours,Firm {name},{name}@{name}.example,2024-03-04" for name in ("a", "b", "c")]
    of_several = proposed(tmp_path, header, *rows)
    assert (of_several.possible["lead"], of_several.possible["phone"]) == (("Customer ID",), ("Telephone",))
    assert columns(of_several) == {"company": "Firm", "email": "Email", "occurred_at": "Date"}
    of_one_lead = columns(proposed(tmp_path, header, *rows[:1]))
    assert (of_one_lead["lead"], of_one_lead["phone"]) == ("Customer ID", "Telephone")


def test_several_people_may_be_of_one_company_but_not_with_addresses_at_others(tmp_path: Path) -> None:
    one = [f"{name}@acme.example,Acme,2024-03-04" for name in ("ada", "bob", "cy")]
    assert columns(proposed(tmp_path, "Email,Organisation,Date", *one))["company"] == "Organisation"
    others = [f"ada@{host}.example,Acme,2024-03-04" for host in ("a", "b", "c")]
    assert "company" not in columns(proposed(tmp_path, "Email,Organisation,Date", *others))


@pytest.mark.parametrize(
    "heading", ["Angebotssumme netto", "Montant HT", "Importe (sin IVA)", "Amount excl. VAT (EUR)"]
)
def test_an_amount_stays_one_with_or_without_tax(tmp_path: Path, heading: str) -> None:
    assert columns(proposed(tmp_path, f"Email,Date,{heading}", f"{ADA},2024-03-04,1250"))["value"] == heading


def test_words_mean_what_they_do_of_calls_only_in_the_column_that_says_how_those_came_out(tmp_path: Path) -> None:
    header = "Téléphone;Date;{};Sens;Durée de l’appel"
    rows = ("+33639981021;2024-03-04;Répondu;Sortant;00:02", "+33639981047;2024-03-05;Abandonné;Manqué;00:00")
    rows += ("+33639981047;2024-03-06;Répondu;Entrant;00:01",)
    outcome = proposed(tmp_path, header.format("Statut de l’appel"), *rows).mapping.values
    assert outcome["kind"].map == {"Répondu": "call_connected", "Abandonné": "call_attempted"}
    assert outcome["direction"].map == {"Sortant": "outbound", "Manqué": "inbound", "Entrant": "inbound"}
    activity = proposed(tmp_path, header.format("Activité"), *rows).mapping.values
    assert activity["kind"].map == {"Répondu": "email_replied", "Abandonné": "lost"}


def test_a_website_that_visitors_came_from_referred_them(tmp_path: Path) -> None:
    visits = proposed(tmp_path, "visitorId,serverTimestamp,referrerTypeName", "3f9a,1709280845,Website")
    assert visits.mapping.values["channel"].map == {"Website": "referral"}
    contacts = proposed(tmp_path, "Email,Date,Channel", f"{ADA},2024-03-04,Website")
    assert contacts.mapping.values["channel"].map == {"Website": "web"}
