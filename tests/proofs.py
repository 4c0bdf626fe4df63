"""How long the long proofs are: full length for `make prove`, a tenth of it elsewhere, from the same seeds."""

import os

from scipy.stats import binom

IN_FULL = os.environ.get("JOURNEY_PROVE") == "1"


def cases(full: int, *, share: int = 10) -> int:
    """This many where proofs run in full, else the first tenth of them, or another share where a case takes long."""
    return full if IN_FULL else full // share


def holds_often_enough(held: list[bool], *, rate: float = 0.93) -> bool:
    """Whether as many of these intervals hold the truth as 999 times in 1,000, if each held it at this rate."""
    return sum(held) >= binom.ppf(0.001, len(held), rate)
