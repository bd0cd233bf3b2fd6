"""The right wing: recordings in, replays, differences and a verdict out.

The way of a recording. Read in this order:

    recording, reply, judgement, verdict, rundir
                                    the values that everything else is about
    shapes                          calls as they are on the wire and in files
    logs, formats, capture          calls out of other tools' logs, or as they happen
    recordings                      read, drawn, scrubbed, written
    asking                          one question to one model
    replaying, serve                every question to both sides; answers from recordings
    answers, assertions, comparisons
                                    what an answer holds, and in what two of them differ
    statistics, judging             from all of that to a verdict
    reports, page                   how it is shown
    reviewing, pytest_plugin        what people make of it, and tests
"""
