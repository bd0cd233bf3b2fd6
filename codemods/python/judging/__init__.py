"""What becomes of ids, clients and settings, and what moves together.

Read in this order; each module after `models` and `moving` is one reason or one thing that follows.

    models, owners, renames, uncarded
                                    who serves this id, does the plan move it, may a tool do it
    sending, surroundings, passing, handed_in, pieces, turns, rebound, spelling
                                    what is asked before an id is rewritten
    following, echoed, registering, indexed, mocked, closed, listed, stored, priced, executed,
    defaults, together              what changes with a value, or keeps it
    moving, client, clients, program, raw, posting_sessions
                                    clients: what moves from one host to another
    staying, fits, untaken, examples, other_uses, structured, replies, streams, asides, sources,
    lending, accessors              what keeps a client where it is
    units, unit, addresses, keys, import_lines, followers
                                    what is changed at a client that moves
    leaving, noting, libraries, idle, merging, unread_fields
                                    providers that a project leaves altogether, and their keys
    wrong                           values of articles that never worked
"""
