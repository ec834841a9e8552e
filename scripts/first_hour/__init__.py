"""The program behind scripts/first-hour.sh."""
