#!/usr/bin/env bash
# Checks that need more than the Rust toolchain: the template, the build for Lambda, a second set of
# engines, other languages, a browser.
#
#   tests/rehearse.sh                     all of it
#   tests/rehearse.sh test_template.py    one file of tests/rehearse/, or any other pytest arguments
#
# It makes its own Python environments in tests/.venv from the locks beside the checks, and needs
# neither Docker nor an AWS account. A first run takes about twenty minutes on two cores, mostly in
# `sam build`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/rehearse"

../environment.sh checks
../environment.sh sam
../environment.sh checkov

# No check may reach a real account, whatever the caller's environment.
unset "${!AWS_@}"
export AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=rehearsal AWS_DEFAULT_REGION=eu-north-1 AWS_REGION=eu-north-1
export AWS_EC2_METADATA_DISABLED=true SAM_CLI_TELEMETRY=0 PYTHONDONTWRITEBYTECODE=1

# Without arguments, pytest takes every test_*.py of this folder; conftest.py puts them in order.
exec ../.venv/checks/bin/python -m pytest -p no:cacheprovider --tb=short -ra --durations=5 "$@"
