#!/usr/bin/env bash
# What needs more than the Rust toolchain: the template, the build for Lambda, a second pair of engines, another language, a browser.
#
#   tests/rehearse.sh                     all of it
#   tests/rehearse.sh test_template.py    one file of tests/rehearse/, and whatever else pytest takes
#
# It makes its own Python environments in tests/.venv from the locks beside the checks, and needs neither Docker nor an
# AWS account. From nothing it takes about ten minutes on two cores, most of it in `sam build`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/rehearse"

# A lock is complete, so nothing is resolved: --no-deps. An environment is kept until its lock changes.
environment() {
  local folder="../.venv/$1" lock="$2" want
  want="$(sha256sum < "$lock")"
  if [[ ! -f "$folder/lock.sha256" || "$(< "$folder/lock.sha256")" != "$want" ]]; then
    echo "rehearse: making tests/.venv/$1 from tests/rehearse/$lock"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement "$lock"
    "$folder/bin/pip" check
    printf '%s' "$want" > "$folder/lock.sha256"
  fi
}

environment checks requirements.txt
environment sam requirements-sam.txt
environment checkov requirements-checkov.txt

# Nothing here may reach for a real account, whatever the caller's environment says.
unset "${!AWS_@}"
export AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=rehearsal AWS_DEFAULT_REGION=eu-north-1 AWS_REGION=eu-north-1
export AWS_EC2_METADATA_DISABLED=true SAM_CLI_TELEMETRY=0 PYTHONDONTWRITEBYTECODE=1

# Without a file, pytest takes every test_*.py of this folder; conftest.py puts them in order.
exec ../.venv/checks/bin/python -m pytest -p no:cacheprovider --tb=short -ra --durations=5 "$@"
