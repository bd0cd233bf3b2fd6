"""Python read as data: names, values, clients, hosts, and the roles of what stands in it."""
