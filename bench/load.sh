#!/usr/bin/env bash
# Sends many deliveries to a local run, checks that nothing is lost or duplicated, and prints rate and
# memory. docs/scale.md has the figures.
#
#   bench/load.sh                                        20,000 deliveries, table and queue in files, as with `cargo run`
#   bench/load.sh --in-memory                            in memory, as with `cargo run -- dev --ephemeral`
#   bench/load.sh --data /dev/shm --deliveries 1000000   the long run: about half an hour, with 5 GB free in /dev/shm
#
# Builds what it needs, without link-time optimisation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
release="$(cargo metadata --locked --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d '"' -f 4)/release"
CARGO_PROFILE_RELEASE_OPT_LEVEL=3 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
  cargo build --locked --release --quiet --package frontdesk-cli --package frontdesk-bench --bins
exec "$release/frontdesk-bench" load "$@"
