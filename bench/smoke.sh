#!/usr/bin/env bash
# Fails if a function of Frontdesk has become slow or large in a way that no busy machine can explain:
# AWS calls before the response, size, aws-lc, the cost of a start. Takes seconds once the bench is built.
#
#   bench/smoke.sh .aws-sam/build/Gire/bootstrap     a function that is already built
#   bench/smoke.sh                                   builds one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
release="$(cargo metadata --locked --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d '"' -f 4)/release"
function="${1:-}"
if [[ -z "$function" ]]; then
  cargo build --locked --release --quiet --package gire
  function="$release/gire"
fi
CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo build --locked --release --quiet --package frontdesk-bench --no-default-features
exec "$release/frontdesk-bench" smoke --function "$function"
