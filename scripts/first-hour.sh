#!/usr/bin/env bash
# The first hour on a real AWS account: deploys a temporary stack, exercises it as a year would,
# deletes it, and prints a table of what held. It answers the questions that neither reading nor a
# local engine can.
#
#   scripts/package.sh                                           makes the files to deploy
#   scripts/first-hour.sh --region eu-north-1 --email you@example.com
#   scripts/first-hour.sh --endpoint http://127.0.0.1:4566 …     a local engine; prints the skipped questions, and why
#   scripts/first-hour.sh --list                                 the questions, without asking them
#
# It takes about an hour and costs cents. It asks before it starts, refuses an existing stack, and
# touches nothing without the stack's name. Credentials and profile are those of the AWS CLI
# (AWS_PROFILE, AWS_ACCESS_KEY_ID, …).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tests/environment.sh checks
tests/environment.sh sam
export PATH="$PWD/tests/.venv/sam/bin:$PATH" PYTHONPATH="$PWD/scripts" PYTHONDONTWRITEBYTECODE=1 SAM_CLI_TELEMETRY=0
exec tests/.venv/checks/bin/python -m first_hour "$@"
