#!/usr/bin/env bash
# Makes a Python environment for the tests, tests/.venv/NAME, from its lock in tests/rehearse/ or
# tests/conformance/.
#
#   tests/environment.sh checks    the rehearsal's imports
#   tests/environment.sh sam       SAM, cargo-lambda and zig
#   tests/environment.sh checkov   the template's linter
#   tests/environment.sh conformance PYTHON    the harness of tests/conformance.sh, which needs a newer Python
#
# A lock is complete, so nothing is resolved: --no-deps. An environment is kept until its lock
# changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

case "${1:-}" in
  checks) lock=rehearse/requirements.txt ;;
  sam) lock=rehearse/requirements-sam.txt ;;
  checkov) lock=rehearse/requirements-checkov.txt ;;
  conformance) lock=conformance/requirements.txt ;;
  *) echo "usage: $0 checks|sam|checkov|conformance [PYTHON]" >&2; exit 2 ;;
esac
folder=".venv/$1"
want="$(sha256sum < "$lock")"
if [[ ! -f "$folder/lock.sha256" || "$(< "$folder/lock.sha256")" != "$want" ]]; then
  echo "creating tests/$folder from tests/$lock"
  rm -rf "$folder"
  "${2:-python3}" -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement "$lock"
  "$folder/bin/pip" check
  printf '%s' "$want" > "$folder/lock.sha256"
fi
