"""What channels cost: entered by hand or in a file, on both databases."""

from datetime import date
from pathlib import Path

import pytest

from db.kept.spend import import_spend, remove_spend, save_spend, spend_records
from db.log.undo import undo
from db.log.words import add_word, remove_word
from db.store.workspaces import Workspace
from journey_core.attribution.spend import Spend
from journey_core.errors import AskNumberFormat, BadInput, Refused, UnknownName
from tests.db.conftest import Load

MARCH = (date(2024, 3, 1), date(2024, 3, 31))


def kept(workspace: Workspace) -> list[Spend]:
    return [each.spend for each in spend_records(workspace)]


def test_what_was_said_of_a_channel_and_period_is_replaced(workspace: Workspace) -> None:
    assert save_spend(workspace, Spend("Display", *MARCH, 100))
    assert save_spend(workspace, Spend("display", *MARCH, 250.5))
    assert not save_spend(workspace, Spend("display", *MARCH, 250.5))
    assert kept(workspace) == [Spend("display", *MARCH, 250.5)]


def test_a_channel_must_be_known(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="Radio"):
        save_spend(workspace, Spend("Radio", *MARCH, 100))
    assert kept(workspace) == []


def test_what_is_removed_is_gone(workspace: Workspace) -> None:
    save_spend(workspace, Spend("display", *MARCH, 100))
    remove_spend(workspace, spend_records(workspace)[0].spend_id)
    assert kept(workspace) == []
    with pytest.raises(BadInput, match="number 1"):
        remove_spend(workspace, 1)


def test_the_number_of_a_removed_row_is_nobody_else_s(workspace: Workspace) -> None:
    save_spend(workspace, Spend("display", *MARCH, 100))
    (seen,) = spend_records(workspace)
    remove_spend(workspace, seen.spend_id)
    save_spend(workspace, Spend("email", *MARCH, 7))
    with pytest.raises(BadInput, match="no spend with number 1"):
        remove_spend(workspace, seen.spend_id)
    assert kept(workspace) == [Spend("email", *MARCH, 7)]


def test_a_row_whose_amount_changes_keeps_its_number(workspace: Workspace) -> None:
    for amount in (100, 250):
        save_spend(workspace, Spend("display", *MARCH, amount))
    assert [each.spend_id for each in spend_records(workspace)] == [1]


def test_a_file_s_good_rows_come_in_and_the_others_are_told(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "spend.csv"
    file.write_text(
        "Amount,Channel,First day,Last day\n"
        "100,display,2024-03-01,2024-03-31\n"
        "many,display,2024-04-01,2024-04-30\n"
        "-5,display,2024-04-01,2024-04-30\n"
        "7,Radio,2024-03-01,2024-03-31\n"
        "7,email,2024-03-31,2024-03-01\n"
        "8.5,email,2024-03-01,2024-03-31\n"
    )
    brought = import_spend(workspace, file)
    assert (brought.rows, brought.saved, brought.unchanged, brought.rejected) == (6, 2, 0, 4)
    assert [number for number, _ in brought.rejects] == [2, 3, 4, 5]
    assert kept(workspace) == [Spend("display", *MARCH, 100), Spend("email", *MARCH, 8.5)]
    again = import_spend(workspace, file)
    assert (again.saved, again.unchanged) == (0, 2)


def spend_file(folder: Path, *amounts: str) -> Path:
    """A file with one month of display for each amount."""
    rows = (f"display\t2024-{month:02}-01\t2024-{month:02}-28\t{amount}\n" for month, amount in enumerate(amounts, 1))
    file = folder / "spend.tsv"
    file.write_text("channel\tfirst_day\tlast_day\tamount\n" + "".join(rows), encoding="utf-8")
    return file


def amounts(workspace: Workspace) -> list[float]:
    return [each.amount for each in reversed(kept(workspace))]


def test_one_amount_proves_how_all_of_the_column_are_written(workspace: Workspace, tmp_path: Path) -> None:
    import_spend(workspace, spend_file(tmp_path, "1.200", "2,45", "€ 1.350,50", "900,- EUR", "1\u202f000"))
    assert amounts(workspace) == [1200, 2.45, 1350.5, 900, 1000]
    import_spend(workspace, spend_file(tmp_path, "1,200", "2,400", "$300.00"))
    assert amounts(workspace)[:3] == [1200, 2400, 300]


def test_amounts_that_read_two_ways_are_asked_for_and_nothing_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    for given in (("1.200", "900"), ("1.200", "1,50", "1.50"), ("1.200", "1,200", "$300.00")):
        with pytest.raises(AskNumberFormat, match=r"“1\.200” in “amount” is 1\.2 with a decimal point"):
            import_spend(workspace, spend_file(tmp_path, *given))
    assert kept(workspace) == []


@pytest.mark.parametrize(("number_format", "amount"), [("point", 1.2), ("comma", 1200.0)])
def test_amounts_that_read_two_ways_are_read_as_said(
    workspace: Workspace, tmp_path: Path, number_format: str, amount: float
) -> None:
    import_spend(workspace, spend_file(tmp_path, "1.200"), number_format=number_format)
    assert amounts(workspace) == [amount]


def test_what_is_no_amount_is_told_with_the_reason(workspace: Workspace, tmp_path: Path) -> None:
    brought = import_spend(workspace, spend_file(tmp_path, "12 %", "", "1,50", "2.5.0", "7"), number_format="point")
    assert [reason for _, reason in brought.rejects] == [
        "“12 %” is not an amount; write 1234.50.",
        "“” is not an amount; write 1234.50.",
        "“1,50” can only be read with a decimal comma, and here it is a point.",
        "“2.5.0” is not a number: write it with a decimal point and no other separators.",
    ]
    assert amounts(workspace) == [7]


def test_a_file_without_the_columns_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "spend.csv"
    file.write_text("channel,amount\ndisplay,3\n")
    with pytest.raises(BadInput, match="first_day, last_day"):
        import_spend(workspace, file)


@pytest.mark.parametrize("second", ["channel", "Channel ", "CHANNEL"])
def test_a_file_with_a_column_twice_is_refused(workspace: Workspace, tmp_path: Path, second: str) -> None:
    file = tmp_path / "spend.csv"
    file.write_text(f"channel,{second},first_day,last_day,amount\nemail,call,2024-03-01,2024-03-31,3\n")
    with pytest.raises(BadInput, match="more than one column channel"):
        import_spend(workspace, file)


def test_rows_that_are_no_rows_are_told_of_under_their_numbers(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "spend.csv"
    rows = ["email,2024-03-01", "email,2024-03-01,2024-03-31,7", "em\x1b[31mail,2024-03-01,2024-03-31,7", '"email,1']
    file.write_text("\n".join(["channel,first_day,last_day,amount", *rows]))
    brought = import_spend(workspace, file)
    assert (brought.rows, brought.saved) == (4, 1)
    assert [number for number, _ in brought.rejects] == [1, 3, 4]
    assert all(reason.isprintable() for _, reason in brought.rejects)


@pytest.mark.parametrize("spend_id", [-1, 2**63, 10**30])
def test_a_number_that_no_database_holds_is_no_spend(workspace: Workspace, spend_id: int) -> None:
    with pytest.raises(BadInput, match="no spend with number"):
        remove_spend(workspace, spend_id)


def test_a_channel_that_costs_something_stays_when_its_last_interaction_goes(workspace: Workspace, load: Load) -> None:
    brought = load("lead,occurred_at,channel,kind\nada,2024-03-01T10:00Z,Radio,heard\n")
    save_spend(workspace, Spend("Radio", *MARCH, 100))
    undo(workspace, brought.import_id or 0)
    assert kept(workspace) == [Spend("Radio", *MARCH, 100)]


def test_a_channel_that_only_spend_uses_is_in_use_and_says_so(workspace: Workspace) -> None:
    add_word(workspace, "channel", "Radio")
    save_spend(workspace, Spend("Radio", *MARCH, 100))
    with pytest.raises(Refused, match="“Radio” is in use and stays: interactions or spend name it"):
        remove_word(workspace, "channel", "Radio")
