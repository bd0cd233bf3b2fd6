"""Python read as data: names, values, clients, hosts, and the roles of what stands in it.

The way of a model id. Read in this order:

    syntax, flow, calls, occurrences
                                    what code says, what a value may be, who is asked, each word
    world                           these four for all files of a scan
    handing, inheriting, widening, lineage
                                    modules without a word of the plan that send what others hold
    judging, clients                what becomes of each id, and of each client and key
    reading                         all that was judged, as the rules read it
    thinking, ids, passed, imports, variables
                                    what else a move needs
    proposal                        what all of them say of one place, as a finding
"""
