"""How honest the latencies are: what the replay tells of a server that takes exactly 50 ms."""

from __future__ import annotations

from tests.bench.replay_speed import counts, ours, stub

TRUE_MS = 50.0


def main() -> None:
    """Print one line per number of calls in flight."""
    with stub("--delay", "0.05") as url:
        ours(url, 50, 4)  # connections and imports
        for jobs in (4, 8, 16, 50):
            counts(url)
            told = sorted(ours(url, 100 * jobs if jobs < 16 else 1600, jobs))
            rate = len(told) / counts(url)["span"]
            errors = sorted(abs(ms - TRUE_MS) for ms in told)
            print(  # noqa: T201
                f"{jobs:3} in flight, {rate:4.0f}/s: true 50 ms, told median "
                f"{told[len(told) // 2]:.1f} ms; error median {errors[len(errors) // 2]:.1f} ms, "
                f"p95 {errors[int(len(errors) * 0.95)]:.1f} ms"
            )


if __name__ == "__main__":
    main()
