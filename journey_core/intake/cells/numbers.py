"""Numbers: which convention a column has."""

from typing import Final

POINT: Final = "point"
COMMA: Final = "comma"
