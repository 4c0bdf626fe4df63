"""A funnel in one sentence, and the names of its steps."""

from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.wording import asked_period, spoken_duration, spoken_moment


def definition(options: FunnelOptions) -> str:
    """Which leads are counted, as of when."""
    return (
        f"Leads that entered{asked_period(options)}, by how far they came: {_steps(options)}; "
        f"{ORDERS[options.order].definition}, {_limits(options)}; as of {spoken_moment(options.as_of)}."
    )


def step_names(options: FunnelOptions) -> tuple[str, ...]:
    """What stands for each step."""
    name, count = ORDERS[options.order].step_name, len(options.steps)
    return tuple(name.format(k=number, n=count, step=step) for number, step in enumerate(options.steps, start=1))


def _steps(options: FunnelOptions) -> str:
    """“page viewed, then (optional) form submitted, then moved to won”."""
    names = [
        f"(optional) {step.sentence()}" if number in options.optional else step.sentence()
        for number, step in enumerate(options.steps, start=1)
    ]
    return ORDERS[options.order].joint.join(names)


def _limits(options: FunnelOptions) -> str:
    """The windows and exclusions."""
    said = [f"the last within {spoken_duration(options.window)} of the first"]
    said += [
        f"step {number} within {spoken_duration(window)} of the step before"
        for number, window in enumerate(options.step_windows, start=1)
        if window is not None
    ]
    said += [f"no {each.predicate.noun()} between steps {each.after} and {each.before}" for each in options.exclusions]
    return ", ".join(said)
