"""What may an expression be? Values followed through names, calls, classes and modules."""
