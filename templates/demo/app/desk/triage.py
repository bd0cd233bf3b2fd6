"""Which queue does a ticket belong to, and how should we answer?"""

import json

from desk import settings
from desk.client import main_client

TRIAGE_PROMPT = (
    "You sort tickets of a web shop. Answer with bare JSON: "
    '{"queue": "billing"|"shipping"|"technical"|"other", "urgent": true|false}.'
)
DRAFT_PROMPT = (
    "You draft replies for a web shop's support desk. Two or three sentences, friendly, "
    "no promises about money. End with the line: The ticket desk"
)


def triage(ticket: str) -> dict:
    reply = main_client().chat.completions.create(
        model=settings.MODEL,
        messages=[
            {"role": "system", "content": TRIAGE_PROMPT},
            {"role": "user", "content": ticket},
        ],
        temperature=0,
    )
    return json.loads(reply.choices[0].message.content)


def draft(ticket: str, model: str = settings.MODEL) -> str:
    reply = main_client().chat.completions.create(
        model=model,
        messages=[
            {"role": "system", "content": DRAFT_PROMPT},
            {"role": "user", "content": ticket},
        ],
        max_tokens=300,
    )
    return reply.choices[0].message.content
