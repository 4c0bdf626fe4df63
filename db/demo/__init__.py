"""A workspace of invented leads whose journeys tell stories that the analyses find."""
