"""Reading TypeScript and JavaScript: clients, calls and the literals in them."""
