"""OpenAI Batch input, output and error files (also Groq's, Together's), joined on custom_id."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import ClassVar

from migrate.errors import Trouble
from prompt_tests.formats import FORMATS, Format, Found, Item, Skipped, objects
from prompt_tests.logs.http_call import Exchange, NoCall, recorded
from prompt_tests.logs.logfile import LogFile
from prompt_tests.recording import Json, Recording
from prompt_tests.shapes import strict_json


@FORMATS.add
class OpenAIBatch(Format):
    """Give the input together with its output and error files; order does not matter."""

    verified: ClassVar[bool] = True

    @staticmethod
    def sniff(file: LogFile) -> bool:
        """Whether the rows have a custom_id and a body or a response."""
        row = file.first
        return (
            isinstance(row, dict)
            and "custom_id" in row
            and (isinstance(row.get("body"), dict) or "response" in row or "error" in row)
        )

    @staticmethod
    def read(files: Sequence[LogFile]) -> Iterator[Item]:
        """Every request with what was answered; answers without a request are skipped."""
        with closing(sqlite3.connect("")) as answers:  # "": a private file that goes with us
            answers.execute("create table answer (id blob, place text, used int, row text)")
            for file in files:
                yield from _keep_answers(file, answers)
            answers.execute("create index by_id on answer (id)")
            seen: set[int] = set()
            for file in files:
                yield from _read_requests(file, answers, seen)
            lone = "no request has this custom_id: give the batch input file as well"
            for (place,) in answers.execute("select place from answer where not used"):
                yield Skipped(place, lone)


def _key(row: Mapping[str, Json]) -> bytes:
    """The custom_id as bytes: a text with half a surrogate pair is none for a database."""
    return str(row["custom_id"]).encode("utf-8", "surrogatepass")


def _is_request(row: Mapping[str, Json]) -> bool:
    return isinstance(row.get("body"), dict)


def _keep_answers(file: LogFile, answers: sqlite3.Connection) -> Iterator[Item]:
    for item in objects(file):
        if isinstance(item, Skipped):
            yield item
            continue
        row, place = item
        if "custom_id" not in row:
            yield Skipped(place, "no custom_id")
        elif not _is_request(row):
            values = (_key(row), place, 0, strict_json.text_of(row))
            answers.execute("insert into answer values (?, ?, ?, ?)", values)


def _read_requests(file: LogFile, answers: sqlite3.Connection, seen: set[int]) -> Iterator[Item]:
    for item in objects(file):
        if isinstance(item, Skipped) or not _is_request(item[0]) or "custom_id" not in item[0]:
            continue
        row, place = item
        name = str(row["custom_id"])
        if hash(name) in seen:
            raise Trouble(
                f"{place}: custom_id {name!r} was there before", hint="import one batch at a time"
            )
        seen.add(hash(name))
        found = answers.execute("select row from answer where id = ? order by rowid", (_key(row),))
        outputs = [json.loads(text) for (text,) in found]
        answers.execute("update answer set used = 1 where id = ?", (_key(row),))
        try:
            yield Found(_joined(row, outputs, place), row)
        except NoCall as error:
            yield Skipped(place, str(error))


def _joined(row: Mapping[str, Json], outputs: list[Mapping[str, Json]], place: str) -> Recording:
    """One request with its answers: a later success replaces an error, further ones repeat."""
    tries = [_recorded(row, output, place) for output in outputs or [{}]]
    good = [one for one in tries if one.response is not None]
    if not good:
        return tries[-1]
    answers = [a for one in good for a in (one.response, *one.repeats) if a is not None]
    return replace(good[0], response=answers[0], repeats=tuple(answers[1:]))


def _recorded(row: Mapping[str, Json], output: Mapping[str, Json], place: str) -> Recording:
    response = output.get("response")
    if not isinstance(response, dict):
        response = {}
    error = output.get("error")
    source = {"format": "openai-batch", "place": place}
    if isinstance(error, dict) and error.get("code"):
        source["error"] = str(error["code"])
    status = response.get("status_code")
    exchange = Exchange(
        method=str(row.get("method") or "POST"),
        url=str(row.get("url") or "/v1/chat/completions"),
        request=row["body"],
        status=status if isinstance(status, int) else 200,
        response=response.get("body") or {},
        source=source,
    )
    return recorded(exchange, str(row["custom_id"]))
