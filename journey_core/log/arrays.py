"""Names for the arrays that columns and answers are made of."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Masks = NDArray[np.uint32]
"""Sets of predicates, one bit each."""
