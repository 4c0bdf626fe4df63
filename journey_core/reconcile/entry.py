"""The reconciliation among the analyses."""

from typing import Final

from journey_core.entries import Entry
from journey_core.funnel.entry import propose
from journey_core.reconcile.answer import finish, reconcile
from journey_core.reconcile.lists import LISTS
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.parameters import (
    PARAMETERS,
    RECONCILED,
    check_said,
    reconcile_options,
    reconcile_parameters,
)
from journey_core.reconcile.results import Reconciliation
from journey_core.reconcile.summary import summarize

ENTRY: Final = Entry[ReconcileOptions, Reconciliation](
    parameters=PARAMETERS,
    options=reconcile_options,
    address=reconcile_parameters,
    answer=reconcile,
    summarize=summarize,
    finish=finish,
    usual={"model": (RECONCILED,)},
    propose=propose,
    check=check_said,
    lists=LISTS,
    examples=({"step": ["channel=web", "stage=won"]},),
)
