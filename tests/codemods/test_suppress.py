from datetime import UTC, datetime

import pytest

from codemods.finding import ScanResult
from codemods.suppress import suppressed
from tests.codemods.reports.results import finding, result

RULES = {"retired-models", "thinking-switch"}
LINE = 'model = "deepseek-chat"'


def quiet(text: str, day: str = "2026-11-20", **values: object) -> ScanResult:
    scanned = result(finding(text, **values), text=text)
    return suppressed(scanned, datetime.fromisoformat(day).replace(tzinfo=UTC), lambda: RULES)


@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}  # llm-cutover: ignore[retired-models]\n",
        f"{LINE}  # llm-cutover: ignore[thinking-switch, retired-models] because\n",
        f"{LINE}  # llm-cutover: ignore\n",
        f"{LINE}  # noqa: E501  # llm-cutover: ignore[retired-models]\n",
        f"# llm-cutover: ignore[retired-models] until=2027-01-01 moves with the app\n{LINE}\n",
        f"    # llm-cutover: ignore[retired-models]\n    # it is a fixture\n    {LINE}\n",
        f"# llm-cutover: ignore[retired-models]\r\n{LINE}\r\n",
        f"{LINE}; // llm-cutover: ignore[retired-models]\n",
        f"<!-- llm-cutover: ignore[retired-models] -->\n{LINE}\n",
        f"; llm-cutover: ignore[retired-models]\n{LINE}\n",
        f'   "# llm-cutover: ignore[retired-models] until=2027-01-01\\n",\n   "{LINE}\\n"\n',
    ],
)
def test_a_comment_on_the_line_or_right_above_silences(text: str) -> None:
    silenced = quiet(text)
    assert silenced.findings == ()
    assert silenced.suppressed == 1
    assert silenced.notices == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}  # llm-cutover: ignore[thinking-switch]\n",
        f"{LINE}\n# llm-cutover: ignore[retired-models]\n",
        f"# llm-cutover: ignore[retired-models]\n\n{LINE}\n",
        f"x = 1  # llm-cutover: ignore[retired-models]\n{LINE}\n",
        f"{LINE}  # ignore[retired-models]\n",
        f"{LINE}  # llm-cutover: ignored\n",
        f"{LINE}  # llm-cutover: tag=ignore\n",
        f"{LINE}\n",
    ],
)
def test_other_comments_do_not(text: str) -> None:
    assert len(quiet(text).findings) == 1
    assert quiet(text).suppressed == 0


def test_a_suppression_ends_on_the_day_it_names_by_the_plans_day() -> None:
    text = f"{LINE}  # llm-cutover: ignore[retired-models] until=2027-01-01 later\n"
    assert quiet(text, "2026-12-31").suppressed == 1
    expired = quiet(text, "2027-01-01")
    assert expired.suppressed == 0
    assert expired.findings[0].action == "rewrite"
    assert expired.findings[0].trail[-1] == "the suppression in line 1 expired on 2027-01-01"


def test_a_date_that_is_none_silences_nothing_and_says_so() -> None:
    kept = quiet(f"{LINE}  # llm-cutover: ignore until=tomorrow\n")
    assert kept.findings[0].trail[-1] == (
        "the suppression in line 1 is void: 'tomorrow' is not a date"
    )


def test_a_rule_that_does_not_exist_is_reported_with_the_nearest() -> None:
    kept = quiet(f"{LINE}  # llm-cutover: ignore[retired-model]\n")
    assert len(kept.findings) == 1
    assert kept.notices == (
        "app/llm.py:1: suppression of an unknown rule 'retired-model' "
        "(did you mean 'retired-models'?)",
    )


def test_what_is_left_alone_needs_no_silence() -> None:
    text = f"{LINE}  # llm-cutover: ignore\n"
    assert len(quiet(text, action="leave", new="").findings) == 1


def test_the_rest_of_a_silenced_group_is_held_back_for_review() -> None:
    text = f'client = OpenAI()\n{LINE}  # llm-cutover: ignore\nother = "deepseek-chat2"\n'
    one = finding(text, group="g")
    two = finding(text, "OpenAI", group="g", rule="thinking-switch")
    free = finding(text, "other", group="h")
    kept = suppressed(result(one, two, free, text=text), datetime(2026, 1, 1, tzinfo=UTC), set)
    assert [(f.old, f.action, bool(f.edits)) for f in kept.findings] == [
        ("OpenAI", "review", False),
        ("other", "rewrite", True),
    ]
    assert kept.findings[0].reason.endswith(
        "; held back, because app/llm.py:2 (retired-models) of the same group is "
        "suppressed by a comment"
    )


def test_a_file_that_can_no_longer_be_read_silences_nothing() -> None:
    scanned = ScanResult((finding(),), 1, 1)
    assert suppressed(scanned, datetime(2026, 1, 1, tzinfo=UTC), set) == scanned


def test_what_only_goes_with_a_silenced_model_is_silent_too() -> None:
    text = f"client = OpenAI()\n{LINE}  # llm-cutover: ignore[model-id]\nother = 1\n"
    model = finding(text, rule="model-id", group="g")
    switch = finding(text, "client", rule="thinking", group="g")
    wrong = finding(text, "OpenAI", rule="known-wrong", group="g")
    other = finding(text, "other", rule="model-id", group="g")
    day = datetime(2026, 1, 1, tzinfo=UTC)
    kept = suppressed(result(wrong, switch, model, text=text), day, lambda: {"model-id"})
    assert [(f.rule, f.action) for f in kept.findings] == [("known-wrong", "review")]
    assert kept.suppressed == 2
    kept = suppressed(result(switch, model, other, text=text), day, lambda: {"model-id"})
    assert [(f.rule, f.action) for f in kept.findings] == [
        ("thinking", "review"),
        ("model-id", "review"),
    ]
