"""Python as text and tree: names, scopes, modules, and who imports whom."""
