#!/usr/bin/env bash
# Fuzzes verify, read and the payloads of every provider, starting from the example deliveries.
#
#   fuzz/run.sh                              fifteen seconds for each provider, with our code unoptimised: what CI does
#   fuzz/run.sh 10000000                     that many executions for each provider
#   FUZZ_SANITIZER=none fuzz/run.sh 10000000 without the address sanitizer, five times as fast
#   FUZZ_PROVIDERS="NAME NAME" fuzz/run.sh   some providers only
#
# Stops at the first finding, keeps its input in fuzz/artifacts/<provider>/ and prints the command that
# runs that input again. fuzz/src/lib.rs has the checks; docs/security.md has the figures of the last
# long run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly sanitizer="${FUZZ_SANITIZER:-address}"
# The compiler reserves the flags for the sanitizer and libFuzzer's coverage for nightly builds.
export RUSTC_BOOTSTRAP=1

scripts/tools.sh cargo-fuzz
# cargo-fuzz has no --locked, so Cargo checks first.
cargo fetch --locked --quiet --manifest-path fuzz/Cargo.toml
options=(--sanitizer "$sanitizer")
if [[ $# -gt 0 ]]; then
  limit="-runs=$1"
else
  limit="-max_total_time=15"
  options+=(--dev)
fi

# One target serves all providers; this variable selects one.
run() {
  FRONTDESK_FUZZ_PROVIDER="$1" cargo fuzz run "${options[@]}" provider "${@:2}"
}

python3 fuzz/seeds.py
cargo fuzz build "${options[@]}" provider
names="${FUZZ_PROVIDERS:-$(run list)}"
if [[ -z "$names" ]]; then
  echo "fuzz/run.sh: the target lists no providers" >&2
  exit 1
fi
for provider in $names; do
  echo "fuzz: $provider, sanitizer $sanitizer, $limit"
  log="fuzz/corpus/$provider.log"
  artifacts="fuzz/artifacts/$provider/"
  mkdir -p "fuzz/corpus/$provider" "$artifacts"
  arguments=("$limit" -dict="fuzz/corpus/$provider.dict" -artifact_prefix="$artifacts" -max_len=8192 -timeout=10
    -print_final_stats=1)
  # libFuzzer logs every input that it keeps, so only the end is printed.
  if ! run "$provider" "fuzz/corpus/$provider" -- "${arguments[@]}" > "$log" 2>&1; then
    tail -n 60 "$log"
    echo "again: RUSTC_BOOTSTRAP=1 FRONTDESK_FUZZ_PROVIDER=$provider cargo fuzz run --sanitizer $sanitizer provider $artifacts<file>"
    exit 1
  fi
  grep --extended-regexp '^Done |^stat::(average_exec|peak_rss)|^#[0-9]+.DONE' "$log"
done
