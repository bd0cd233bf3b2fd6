"""What can go wrong on the wire: a `Failure` that travels as an exception inside the door.

Kinds (one word each; `docs/replay.md` explains them):

    not_sent                         the client itself refused to send it
    connect  tls  proxy              no connection
    timeout  first_byte  idle        too late: the whole call, the first byte, between two bytes
    reset  truncated                 the answer stopped before its end
    bad_http  redirect  too_large    not HTTP; refused by us
    bad_content_type  bad_encoding  bad_json  bad_shape  empty_message     an answer that is none
    stream_error  error_body         an error where an answer was promised
    http_NNN  quota                  an HTTP error; 429 that waiting cannot mend
    batch                            a batch came back without this answer
    not_asked  not_reached           the run, or the conversation run free, ended before
    no_response                      the recording holds no answer
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migrate.hostile import one_line
from prompt_tests.reply import Failure

SHOWN = 300
"""Characters of a server's own words that are kept."""


class Fault(Exception):
    """One attempt failed. *headers* are the response's, lower-case, when there was one."""

    def __init__(
        self,
        kind: str,
        message: str,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.failure = Failure(kind, one_line(message, SHOWN), status)
        self.headers = headers or {}

    def under(self, status: int) -> Fault:
        """The same with the HTTP status of the answer in which it was found."""
        if self.failure.status is None:
            self.failure = replace(self.failure, status=status)
        return self
