"""What a secret looks like, and how it is hidden. The only place that knows.

Made for prose: a key counts wherever it stands, in `(key)`, `**key**`, `?k=key&`, `key.`; and made
for strangers' text: every pattern looks at a character a bounded number of times.

Read in this order:

    shapes, named, packed, values   what makes a text a secret
    suspicion, finding              whether and where a text holds one
    hiding                          what is shown instead
"""

from migrate.secrets.finding import Secret, apart, find, find_prefixed, looks_secret
from migrate.secrets.hiding import hidden, mask, placeholder
from migrate.secrets.packed import BASE64, unpacked
from migrate.secrets.suspicion import suspected
from migrate.secrets.values import secret_name, secret_value

__all__ = [
    "BASE64",
    "Secret",
    "apart",
    "find",
    "find_prefixed",
    "hidden",
    "looks_secret",
    "mask",
    "placeholder",
    "secret_name",
    "secret_value",
    "suspected",
    "unpacked",
]
