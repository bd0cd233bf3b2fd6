"""The floor of llm-cutover: what a provider, a model and a plan are. Imports nothing.

Read in this order:

    errors, homes, wording, hostile, whole_files, tomlfile, checks, git, html, offline, shelf
                                    what all rooms need, each on its own
    secrets                         what a secret looks like
    catalogue                       what is known of providers and models
    plan                            what is to be migrated
    cli                             the roof over all of it
"""

__version__ = "0.1.0"
