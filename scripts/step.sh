# shellcheck shell=bash
# For scripts that consist of steps; sourced by them.

# Runs a step, and prints the time it took.
step() {
  local name="$1" started=$SECONDS
  shift
  echo "=== $name: $*"
  "$@"
  echo "=== $name: $((SECONDS - started)) s"
}
