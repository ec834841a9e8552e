#!/usr/bin/env bash
# The long runs behind GUARANTEES.md and docs/proof.md. CI runs them each night.
#
#   scripts/proof.sh                       all parts, which takes most of a day
#   scripts/proof.sh simulation fuzz       some parts: simulation, interleavings, sequences, storm, backlog, planted, mutants,
#                                          fuzz, advisories
#   scripts/proof.sh mutants 0/8           the first eighth of the mutants
#
# Random runs print their seed; FRONTDESK_SEED repeats one. `advisories` needs the internet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/step.sh
source scripts/step.sh

fuzz() {
  FUZZ_SANITIZER=none fuzz/run.sh 10000000
}

advisories() {
  scripts/tools.sh cargo-deny
  cargo deny --locked check advisories
}

[[ $# -gt 0 ]] || set -- simulation interleavings sequences storm backlog planted mutants fuzz advisories
while [[ $# -gt 0 ]]; do
  part="$1"
  shift
  case "$part" in
    simulation) step "a year in simulated time" env FRONTDESK_DAYS=365 FRONTDESK_EVENTS=16 \
      cargo test --locked --workspace --test simulation weeks -- --nocapture ;;
    interleavings) step "larger bounds of the model" env FRONTDESK_INTERLEAVINGS=large \
      cargo test --locked --workspace --test interleavings exhaustive -- --nocapture ;;
    sequences) step "random sequences" env FRONTDESK_SEQUENCES=100000 FRONTDESK_SEQUENCES_COMPILED=1000 \
      cargo test --locked --workspace --test e2e model:: -- --nocapture ;;
    storm) step "a million mangled requests" env FRONTDESK_LONG=1 \
      cargo test --locked --workspace --test e2e security::storm -- --nocapture ;;
    backlog) step "a backlog of 100,000 rows" env FRONTDESK_LONG=1 \
      cargo test --locked --workspace --test e2e a_large_backlog -- --nocapture ;;
    planted) step "planted mistakes" tests/planted/run.py ;;
    mutants)
      shard=()
      [[ "${1:-}" != */* ]] || { shard=(--shard "$1"); shift; }
      step "mutants" tests/mutants.sh "${shard[@]}" --all
      ;;
    fuzz) step "fuzzing" fuzz ;;
    advisories) step "advisories" advisories ;;
    *) echo "proof: no part $part; see the head of $0" >&2; exit 2 ;;
  esac
done
