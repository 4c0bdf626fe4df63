"""The terminal: everything the app can do, for scripts and cron jobs. `python cli.py --help` lists it."""

import typer

from commands import attribution, bottlenecks, funnel, leads, mappings, paths, reconcile, rows, spend, store, views

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
store.add(app)
rows.add(app)
mappings.add(app)
leads.add(app)
funnel.add(app)
attribution.add(app)
paths.add(app)
bottlenecks.add(app)
reconcile.add(app)
views.add(app)
spend.add(app)

if __name__ == "__main__":
    app()
