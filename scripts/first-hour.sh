#!/usr/bin/env bash
# The first hour on a real AWS account: deploys a stack to throw away, does to it what a year would, deletes it, and prints a
# table of what held. It answers what reading and a local engine cannot.
#
#   scripts/package.sh                                           what is deployed
#   scripts/first-hour.sh --region eu-north-1 --email you@example.com
#   scripts/first-hour.sh --endpoint http://127.0.0.1:4566 …     a local engine; says what it leaves out, and why
#   scripts/first-hour.sh --list                                 every question, without asking it
#
# It takes about an hour and costs cents. It asks before it starts, refuses a stack that exists, and touches nothing that does
# not carry the stack's name. Credentials and profile are those of the AWS CLI (AWS_PROFILE, AWS_ACCESS_KEY_ID, …).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tests/environment.sh checks
tests/environment.sh sam
export PATH="$PWD/tests/.venv/sam/bin:$PATH" PYTHONPATH="$PWD/scripts" PYTHONDONTWRITEBYTECODE=1 SAM_CLI_TELEMETRY=0
exec tests/.venv/checks/bin/python -m first_hour "$@"
