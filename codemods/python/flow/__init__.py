"""What may an expression be? Values followed through names, calls, classes and modules.

Read in this order:

    value, fixpoint, values, facts  a possible value, and the question that the rest answers
    expressions, containers, joining, cutting
                                    calls and subscripts; what is held; texts joined and cut
    reaching, unbound, loops        which assignment a name shows; names from elsewhere; elements
    callers, receivers, arguments, unpacking, frames, passing, parametrized
                                    who calls a function, with what, and what it gives back
    declared, heirs, records, views, dispatch, guards, part_tests
                                    classes, their fields and tables, and what lets a value pass
    environment, reads, assigned, settings_class, field_reads
                                    variables: what files set and what code reads
    keypath, building, options, contexts, registered
                                    what is loaded from files, given on command lines, kept by name
"""
