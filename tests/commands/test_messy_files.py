"""Files as people really export them, on the terminal: read as they are meant, or asked for by the option's name."""

from pathlib import Path

import pytest

from db.access.roles import as_operator
from db.store.store import Store
from db.store.workspaces import open_workspace
from tests.commands.terminal import answer, refusal
from tests.messy_files import FILES, Messy, check_log


@pytest.mark.parametrize("messy", FILES, ids=lambda messy: messy.name)
def test_a_messy_file_is_read_as_it_is_meant_or_asked(messy: Messy, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store'}"
    answer("workspace", "add", "Sales", "--store", store)
    path = tmp_path / messy.filename
    path.write_bytes(messy.data)
    if messy.asks:
        said = refusal("import", path, *messy.options, "--store", store, status=1)
        assert f"--{messy.asks.replace('_', '-')}" in said
    else:
        done = answer("import", path, *messy.options, "--store", store)
        assert [done[name] for name in ("created", "duplicate", "rejected", "warnings")] == [
            messy.created, 0, messy.rejected, messy.warnings,
        ]  # fmt: skip
    check_log(messy, open_workspace(as_operator(Store.open(store), "Sales")))


def test_warnings_are_listed_as_a_file(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store'}"
    answer("workspace", "add", "Sales", "--store", store)
    (tmp_path / "rows.csv").write_text("lead,occurred_at,kind,value\na,2024-03-04,note,=x\n", encoding="utf-8")
    answer("import", tmp_path / "rows.csv", "--store", store)
    answer("imports", "warnings", 1, "--out", tmp_path / "warnings.csv", "--store", store)
    assert (tmp_path / "warnings.csv").read_text(encoding="utf-8") == (
        "row,line,column,reason,cell\n1,2,value,“=x” is not a number,'\u2060=x\n"
    )
    assert answer("imports", "list", "--store", store)[0]["warnings"] == 1
    assert "There is no import “7”" in refusal("imports", "warnings", 7, "--store", store, status=1)


@pytest.mark.parametrize("region", ["xx", "Germany", "D"])
def test_a_phone_region_that_is_no_country_is_refused(region: str, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store'}"
    answer("workspace", "add", "Sales", "--store", store)
    (tmp_path / "rows.csv").write_text("phone,occurred_at,kind\n030 901820,2024-03-04,note\n")
    said = refusal("import", tmp_path / "rows.csv", "--phone-region", region, "--store", store, status=1)
    assert f"“{region}” is not a country" in said


@pytest.mark.parametrize(
    ("option", "value", "created", "leads"),
    [
        ("--header-line", "2", 1, ["n/a"]), ("--placeholders", "keep", 1, ["n/a"]),
        ("--phone-region", "DE", 1, ["n/a"]),
    ],
)  # fmt: skip
def test_how_cells_are_read_can_be_said(
    option: str, value: str, created: int, leads: list[str], tmp_path: Path
) -> None:
    store = f"sqlite:///{tmp_path / 'store'}"
    answer("workspace", "add", "Sales", "--store", store)
    title = "1,2,3,4\n" if option == "--header-line" else ""
    (tmp_path / "rows.csv").write_text(f"{title}lead,occurred_at,kind,phone\nn/a,2024-03-04,note,030 901820\n")
    others = () if option == "--placeholders" else ("--placeholders", "keep")
    done = answer("import", tmp_path / "rows.csv", option, value, *others, "--store", store)
    assert done["created"] == created
    assert done["warnings"] == (0 if option == "--phone-region" else 1)
    assert [each["lead"] for each in answer("leads", "--store", store)] == leads
