# Sourced by the scripts that consist of steps.

# Runs a step, and says how long it took.
step() {
  local name="$1" started=$SECONDS
  shift
  echo "=== $name: $*"
  "$@"
  echo "=== $name: $((SECONDS - started)) s"
}
