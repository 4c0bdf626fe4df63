"""Files as people really export them, on the upload page: checked and brought in as they are meant, or asked first."""

import pytest
from streamlit.testing.v1 import AppTest

from db.store.workspaces import Workspace
from journey_core.wording import counted
from tests.messy_files import FILES, Messy, check_log
from tests.pages.conftest import Open
from tests.pages.data.test_upload_page import press, upload

QUESTIONS = {"date_format": "The dates read more than one way", "number_format": "The values read more than one way"}


def is_asked(page: AppTest, messy: Messy) -> bool:
    if messy.asks == "timezone":
        return any("Say which time zone is meant" in caption.value.replace("\\", "") for caption in page.caption)
    return any(radio.label.startswith(QUESTIONS[messy.asks]) for radio in page.radio)


@pytest.mark.parametrize("messy", FILES, ids=lambda messy: messy.name)
def test_a_messy_file_comes_in_as_it_is_meant_or_is_asked(messy: Messy, workspace: Workspace, open_page: Open) -> None:
    page = upload(open_page("data/upload"), messy.data, messy.filename)
    assert not page.exception
    if messy.asks:
        assert is_asked(page, messy)
        assert not any(button.label.startswith("Check") for button in page.button)
    else:
        page = press(page, "Check")
        counts = [messy.created, 0, messy.rejected, messy.warnings]
        assert [metric.value for metric in page.metric][:4] == list(map(str, counts))
        page = press(page, f"Import {counted(messy.created, 'row')}")
        assert not page.exception
    check_log(messy, workspace)
