"""The desk's clients: the main one, and a gateway for the days when the main one is down."""

import os

from openai import OpenAI

from desk import settings


def main_client() -> OpenAI:
    return OpenAI(base_url=settings.BASE_URL, api_key=os.environ[settings.API_KEY_VARIABLE])


def ask_gateway(messages: list) -> str:
    gateway = OpenAI(
        base_url="https://openrouter.ai/api/v1", api_key=os.environ["OPENROUTER_API_KEY"]
    )
    reply = gateway.chat.completions.create(model="deepseek/deepseek-chat", messages=messages)
    return reply.choices[0].message.content
