"""A ticket desk: a sample application, written for the llm-cutover demo."""
