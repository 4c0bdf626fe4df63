"""What leads are told apart by: owner, company, and whatever files or people said about them."""

import pytest

from db.leads.attributes import attribute_names, attribute_values, attributes
from db.store.workspaces import Workspace
from journey_core.errors import UnknownName
from tests.db.conftest import Load

FILE = (
    "lead,occurred_at,kind,owner,company,email,lead.industry,lead.key\n"
    "a,2024-01-01,note,Sam,Acme,a@example.com,Steel,k1\n"
    "b,2024-01-01,note,,,b@example.com,Glass,\n"
    "c,2024-01-01,note,Kim,,,,\n"
)


def test_names_are_what_leads_are_not_who_they_are(load: Load, workspace: Workspace) -> None:
    assert attribute_names(workspace) == ("owner", "company")
    load(FILE)
    assert attribute_names(workspace) == ("owner", "company", "industry", "key")


def test_values_are_those_of_leads_that_have_one(load: Load, workspace: Workspace) -> None:
    load(FILE)
    assert sorted(attribute_values(workspace, "industry").values()) == ["Glass", "Steel"]
    assert sorted(attribute_values(workspace, "owner").values()) == ["Kim", "Sam"]
    assert list(attribute_values(workspace, "key").values()) == ["k1"]
    assert {name: len(values) for name, values in attributes(workspace).items()} == {
        "owner": 2, "company": 1, "industry": 2, "key": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["email", "colour", "'; drop table lead; --"])
def test_other_names_are_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(UnknownName, match="owner"):
        attribute_values(workspace, name)
