"""The answers that an attribution page shows: fast ones at once, slow ones when they are ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from db.questions.parts.attribution import Costs
from db.store.workspaces import Workspace
from journey_core.attribution.answer import attribute, attribute_all
from journey_core.attribution.channel_credit import BASELINE
from journey_core.attribution.lists import attribution_list
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import AttributionResult
from journey_core.attribution.wording import NO_PLACEBO
from journey_core.errors import JourneyError
from journey_core.lead_lists import LeadList
from journey_core.log.journeys import Journeys
from pages.kit.background import later
from pages.kit.cached import cached
from pages.kit.formats import escape
from pages.screens.attribution.form import USUAL_MODEL, model_title

SLOW: Final = frozenset({"lift"})
DRAWS: Final = 100
"""Draws of the placebo."""


@dataclass(frozen=True, eq=False)
class AttributionView:
    """What the parts of the page look at; `costs` are those of the channels, by the chosen model's answer."""

    workspace: Workspace
    columns: Journeys
    options: AttributionOptions
    answers: Mapping[str, AttributionResult]
    costs: Costs
    zone: ZoneInfo
    currency: str

    @property
    def answer(self) -> AttributionResult:
        """The chosen model's."""
        return self.answers[self.options.model]

    def leads(self, channel: str = "") -> LeadList:
        """The converted leads that a channel touched; all of them for the baseline, or without a channel."""
        return attribution_list(self.options, self.zone, channel="" if channel == BASELINE else channel)


def attribution_answers(
    workspace: Workspace, columns: Journeys, options: AttributionOptions, models: Sequence[str], *, placebo: bool
) -> dict[str, AttributionResult]:
    """By name, in the order of MODELS, without those still being worked out and those that can't answer; the page says
    which these are. Raises what the chosen model raises.
    """
    found = _at_once(workspace, columns, options, tuple(name for name in models if name not in SLOW))
    for name in sorted(models, key=lambda each: each != options.model):
        if name in found:
            continue
        try:
            answer = _one(workspace, columns, replace(options, model=name))
        except JourneyError as error:
            if name == options.model:
                raise
            st.warning(escape(f"{model_title(name)}: {error}"))
        else:
            found |= {name: answer} if answer else {}
    if placebo and (drawn := _with_placebo(workspace, columns, options)):
        found[options.model] = drawn
    return {name: found[name] for name in models if name in found}


def _at_once(
    workspace: Workspace, columns: Journeys, options: AttributionOptions, models: tuple[str, ...]
) -> dict[str, AttributionResult]:
    """The fast models from one pass; nothing if one of them can't answer, so that each is asked by itself."""
    asked = replace(options, model=USUAL_MODEL)
    try:
        return dict(
            cached(workspace, "attribution", (asked, models), lambda: attribute_all(columns, asked, models=models))
        )
    except JourneyError:
        return {}


def _one(workspace: Workspace, columns: Journeys, options: AttributionOptions) -> AttributionResult | None:
    if options.model in SLOW:
        doing = f"Working out {model_title(options.model)}"
        return later(workspace, "attribution later", options, lambda: attribute(columns, options), doing)
    return cached(workspace, "attribution of one", options, lambda: attribute(columns, options))


def _with_placebo(workspace: Workspace, columns: Journeys, options: AttributionOptions) -> AttributionResult | None:
    """The chosen model's answer with the placebo; lift has none, its baseline says the same."""
    if options.model in SLOW:
        st.caption(NO_PLACEBO)
        return None
    drawn = replace(options, placebo=DRAWS)
    return later(workspace, "placebo", drawn, lambda: attribute(columns, drawn), "Drawing the placebo")
