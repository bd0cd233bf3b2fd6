"""One file, one command: `app` is its typer application, `ORDER` its place in the help."""
