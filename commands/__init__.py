"""The terminal's commands; `cli.py` puts them together."""
