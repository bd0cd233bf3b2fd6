"""Where the models are, and which ones answer."""

import os

BASE_URL = os.environ.get("DESK_LLM_URL", "https://api.deepseek.com")
API_KEY_VARIABLE = "DEEPSEEK_API_KEY"

MODEL = os.environ.get("DESK_MODEL", "deepseek-chat")
REFUND_MODEL = "deepseek-reasoner"

# What finance was billed in June, by model: history, not configuration.
BILLED_IN_JUNE = {"deepseek-chat": 41.20, "deepseek-reasoner": 12.75}
