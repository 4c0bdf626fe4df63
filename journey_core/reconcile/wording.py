"""A reconciliation in one sentence."""

from journey_core.reconcile.options import ReconcileOptions
from journey_core.wording import asked_period, spoken_moment


def definition(options: ReconcileOptions) -> str:
    """What the bridges say."""
    asked, steps = options.attribution, ", then ".join(step.sentence() for step in options.funnel.steps)
    return (
        f"All leads and all conversions ({asked.goal.sentence()}) of the log, less what each rule leaves out, are what "
        f"journeys, the funnel ({steps}) and attribution count{asked_period(asked)}; as of "
        f"{spoken_moment(asked.as_of)}."
    )
