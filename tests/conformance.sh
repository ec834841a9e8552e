#!/usr/bin/env bash
# Runs a public conformance harness for webhook receivers on Gire's endpoint of the local run:
# https://github.com/luckyteagirl/webhook-receiver-conformance
#
#   tests/conformance.sh                    clones the harness at the commit below, runs every scenario, prints a table
#   tests/conformance.sh HARNESS            with an existing clone
#   tests/conformance.sh HARNESS WORD...    only the scenarios with one of these words in their names: SCN-003 restart
#   tests/conformance.sh --or-skip          succeeds with a notice without harness or Python: what .ci/run does
#
# Fails if a scenario that applies does not pass. conformance/scenarios.py lists the scenarios, and
# why some do not apply; docs/security.md has the last results. Each scenario has its own local run,
# table and queue; the harness's reports and the receiver's lines stay in target/conformance/. The
# harness needs CPython 3.12 to 3.14, which PYTHON may name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=https://github.com/luckyteagirl/webhook-receiver-conformance
commit=981c2c975cb4e7e3b4d063b8f8cb74d9b4cf075b
or_skip=""

# Exits with 3 if a requirement is unavailable, as tests/arm64/toolchain.sh does.
unavailable() {
  if [[ -n "$or_skip" ]]; then
    echo "conformance: skipped: $1"
    exit 0
  fi
  echo "conformance: $1" >&2
  exit 3
}

# Searches pyenv's versions, too: its commands on the PATH only work for the selected versions.
find_python() {
  local candidate wanted='import ensurepip, sys, venv; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))'
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234].*/bin/python3; do
    if "$candidate" -c "$wanted" 2> /dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

# Clones the harness. The clone is kept until another commit is pinned.
clone() {
  [[ "$(git -C "$1" rev-parse HEAD 2> /dev/null)" != "$commit" ]] || return 0
  rm -rf "$1"
  GIT_TERMINAL_PROMPT=0 timeout 300 git clone --quiet --no-checkout "$repository" "$1" && git -C "$1" checkout --quiet "$commit"
}

[[ "${1:-}" != --or-skip ]] || { or_skip=1; shift; }
case "${1:-}" in -*) echo "conformance: unknown option $1; see the top of $0" >&2; exit 2 ;; esac

mkdir -p target/conformance
if [[ $# -gt 0 ]]; then
  harness="$(cd "$1" && pwd)"
  shift
  [[ -d "$harness/src/webhook_receiver_conformance" ]] || { echo "conformance: $harness is not a clone of $repository" >&2; exit 2; }
else
  harness="$PWD/target/conformance/harness"
  clone "$harness" || unavailable "$repository cannot be cloned"
fi
python="$(find_python)" || unavailable "no CPython from 3.12 to 3.14 with venv was found; set PYTHON to one"
tests/environment.sh conformance "$python" || unavailable "the harness's dependencies cannot be installed"

cargo build --locked --quiet --profile test --workspace --bin frontdesk
frontdesk="$(cargo metadata --locked --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d '"' -f 4)/debug/frontdesk"
echo "conformance: harness $(git -C "$harness" rev-parse --short=12 HEAD), pinned ${commit:0:12};" \
  "Frontdesk $(git rev-parse --short HEAD); $("$python" --version), $(date --utc +%F)"
export PYTHONDONTWRITEBYTECODE=1
exec tests/.venv/conformance/bin/python tests/conformance/run.py "$harness" "$frontdesk" target/conformance/runs "$@"
