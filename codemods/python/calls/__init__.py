"""The calls that take a model, and the hosts they lead to."""
