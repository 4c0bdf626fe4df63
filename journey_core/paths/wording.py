"""A journey map in one sentence."""

from journey_core.paths.options import OUTCOMES, OVERS, SIDES, PathOptions
from journey_core.wording import asked_period, shared_instants, spoken_moment


def definition(options: PathOptions, *, steps: int = 0, sharing: int = 0) -> str:
    """Whose paths are counted, what they run over and from where to where, as of when; how many of the steps are
    sharing their instant with another.
    """
    period = asked_period(options)
    entered = "" if not period else f" with the {'anchor' if options.anchor else 'first interaction'}{period}"
    repeats = "repeats in a row count once" if options.collapse or options.over == "stage" else "repeats count"
    return (
        f"{OUTCOMES[options.outcome]}{entered}: the path of a lead is {OVERS[options.over]}, in order of time, "
        f"{_one_instant(options)}{shared_instants(sharing, steps, 'steps')}, {_stretch(options)}{_converted(options)}; "
        f"{repeats}; every count is of leads; as of {spoken_moment(options.as_of)}."
    )


def _one_instant(options: PathOptions) -> str:
    """How steps stand that nothing else puts in order."""
    if options.over == "stage":
        return "those of one instant in the order of stages"
    return "those of one instant, whose order is not known, by stage, kind and channel"


def _stretch(options: PathOptions) -> str:
    """From where to where a path runs."""
    goal = f"first conversion ({options.goal.sentence()}){' after it' if options.is_after else ''}"
    if options.anchor is None:
        return "to the end" if options.over == "stage" else f"to its {goal}, else to the end"
    stretch = f"{SIDES[options.side]} {options.anchor.sentence()}, with what else lies at its instant"
    if options.is_before:
        return stretch
    return f"{stretch}, to the end" if options.over == "stage" else f"{stretch}, to the {goal}, else to the end"


def _converted(options: PathOptions) -> str:
    """What a conversion is, where no path ends at one."""
    if options.over != "stage" and not options.is_before:
        return ""
    return f"; a conversion is {options.goal.sentence()}{' after it' if options.is_after else ''}"
