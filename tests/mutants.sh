#!/usr/bin/env bash
# Mutates the shared crate in one place at a time (cargo-mutants), and lists the mutants that no
# test catches.
#
#   tests/mutants.sh FILE …             for some files: tests/mutants.sh shared/src/receive/proof.rs
#   tests/mutants.sh --changed COMMIT   for the lines that differ from a commit
#   tests/mutants.sh --all              for the whole crate; figures: docs/proof.md
#   tests/mutants.sh --shard K/N …      for the K-th of N parts (from 0) of any of these
#
# The crate's own tests come first, in seconds. Mutants that survive them meet ten simulated days, and
# the survivors of those the end-to-end tests, which take minutes.
# Shards have separate folders, so two of them may run side by side: target/mutants/K. There,
# mutants.out has the outcome of each mutant; missed.txt lists the missed ones. .cargo/mutants.toml
# says what is left out, and why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

which=()
folder="$PWD/target/mutants/0"
if [[ "${1:-}" == --shard ]]; then
  shard="${2:?usage: $0 --shard K/N …}"
  which=(--shard "$shard" --sharding round-robin)
  folder="$PWD/target/mutants/${shard%%/*}"
  shift 2
fi
mkdir -p "$folder"
case "${1:-}" in
  --all) ;;
  --changed)
    git diff "${2:?usage: $0 --changed COMMIT}" -- shared > "$folder/changed.diff"
    which+=(--in-diff "$folder/changed.diff")
    ;;
  "" | -*) echo "mutants: name files, --changed COMMIT or --all; see the top of $0" >&2; exit 2 ;;
  *) for file in "$@"; do which+=(--file "$file"); done ;;
esac

scripts/tools.sh cargo-mutants
# One folder for compiled files, so one mutant at a time in each shard.
tests/share_dependencies.sh "$folder/cargo"
export CARGO_TARGET_DIR="$folder/cargo"
# Nobody reads the backtraces, and every mutant links anew.
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0

# Runs mutants with the tests that the first argument selects, as arguments of Cargo: those of
# `cargo mutants` after `--` would not keep it from building all the others for each mutant. Exits
# with 2 or 3 if some are missed.
mutants() {
  local status=0 tests=()
  for word in $1; do tests+=("--cargo-arg=$word"); done
  cargo mutants --cargo-arg=--locked "${tests[@]}" --package frontdesk --output "$folder" --no-shuffle --colors never \
    "${which[@]}" "${@:2}" || status=$?
  [[ $status -eq 0 || $status -eq 2 || $status -eq 3 ]] || exit "$status"
}

rm -rf "$folder/mutants.out"
mutants "--lib --test providers" --test-workspace=false --all-features --baseline run --timeout 120
# Caught mutants are not tried again.
survivors() {
  [[ ! -s "$folder/mutants.out/missed.txt" ]] \
    || mutants "$1" --test-workspace=true --baseline skip --iterate --timeout 900 -- -- "${@:2}"
}
FRONTDESK_SEED=1 FRONTDESK_DAYS=10 FRONTDESK_PATIENCE=0 survivors "--test simulation" weeks
survivors "--lib --test e2e" accounts audit bodies consume faults kept message metrics parts permissions receive recurrence \
  refuse relay rotation secrets shapes start tests
caught="$(cat "$folder"/mutants.out/{previously_caught,caught,timeout}.txt 2> /dev/null | sort --unique | wc --lines)"
missed="$(sort --unique "$folder/mutants.out/missed.txt" | wc --lines)"
sed 's/^/missed: /' "$folder/mutants.out/missed.txt"
echo "mutants: $caught caught, $missed missed"
