"""May this be refunded? The one answer of the desk that costs money."""

import json

from desk import settings
from desk.client import main_client

REFUND_PROMPT = (
    "You decide refunds of a web shop. Rules: unused goods, at most 30 days after delivery, at "
    "most 200 EUR without a supervisor. Answer with bare JSON: "
    '{"refund": true|false, "rule": "ok"|"used"|"late"|"amount"}.'
)


def may_refund(request: str) -> dict:
    reply = main_client().chat.completions.create(
        model=settings.REFUND_MODEL,
        messages=[
            {"role": "system", "content": REFUND_PROMPT},
            {"role": "user", "content": request},
        ],
    )
    return json.loads(reply.choices[0].message.content)
