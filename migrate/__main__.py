"""`python -m migrate`, for the checkout."""

from migrate.cli import main

if __name__ == "__main__":
    main()
