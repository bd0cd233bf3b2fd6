"""Everything between a request and its checked answer: pace, money, time, bytes."""
