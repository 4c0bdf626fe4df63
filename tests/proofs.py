"""How long the long proofs are: full length for `make prove`, a tenth of it elsewhere, from the same seeds."""

import os

IN_FULL = os.environ.get("JOURNEY_PROVE") == "1"


def cases(full: int, *, share: int = 10) -> int:
    """This many where proofs run in full, else the first tenth of them, or another share where a case takes long."""
    return full if IN_FULL else full // share
