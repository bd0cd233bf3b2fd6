"""What `scan`, `preview` and `apply` share: options, which files, outputs, what is written.

Read in this order:

    options, selection              what a user may say, and which files and findings that means
    outputs                         where the outputs go
    writing, interactive            from findings to a change set, group by group if wanted
"""
