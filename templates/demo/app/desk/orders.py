"""Ask the model which order a customer means; it answers with a tool call."""

import json

from desk.client import main_client

LOOK_UP = {
    "type": "function",
    "function": {
        "name": "look_up_order",
        "description": "Find an order by its number.",
        "parameters": {
            "type": "object",
            "properties": {"order": {"type": "string"}},
            "required": ["order"],
        },
    },
}


def order_of(ticket: str) -> str | None:
    reply = main_client().chat.completions.create(
        model="deepseek-chat",
        messages=[{"role": "user", "content": ticket}],
        tools=[LOOK_UP],
    )
    calls = reply.choices[0].message.tool_calls
    return json.loads(calls[0].function.arguments)["order"] if calls else None
