"""The terminal: everything the app can do, for scripts and cron jobs. `python cli.py --help` lists it."""

import typer

from commands import answers, rows

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
rows.add(app)
answers.add(app)

if __name__ == "__main__":
    app()
