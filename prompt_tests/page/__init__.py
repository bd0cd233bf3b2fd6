"""The parts of the HTML report: what the page shows of a run, as plain values for its template."""
