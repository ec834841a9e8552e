"""What scripts/first-hour.sh runs: see there."""
