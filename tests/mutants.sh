#!/usr/bin/env bash
# Mutates the shared crate in one place at a time (cargo-mutants), and lists the mutants that no
# test catches.
#
#   tests/mutants.sh FILE …             for some files: tests/mutants.sh shared/src/receive/proof.rs
#   tests/mutants.sh --changed COMMIT   for the lines that differ from a commit
#   tests/mutants.sh --all              for the whole crate; figures: docs/proof.md
#   tests/mutants.sh --shard K/N …      for the K-th of N parts (from 0) of any of these
#
# The unit tests come first. Mutants that survive them meet the providers' examples and properties,
# then what is made from the payload types, then ten simulated days, and then the end-to-end tests,
# which take minutes.
# Shards have separate folders, so two of them may run side by side: target/mutants/K. There, each
# pass has a folder with the outcome of its mutants, and missed.txt lists those that survived all of
# them. .cargo/mutants.toml says what is left out, and why.
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

# pass NAME TESTS OPTIONS…: runs the mutants of `which` with the tests that TESTS selects, as
# arguments of Cargo: those of `cargo mutants` after `--` would not keep it from building all the
# others for each mutant. Its exit codes 2 and 3 mean missed mutants and time-outs.
pass() {
  local status=0 tests=()
  for word in $2; do tests+=("--cargo-arg=$word"); done
  rm -rf "${folder:?}/$1"
  mkdir -p "$folder/$1"
  cargo mutants --cargo-arg=--locked "${tests[@]}" --package frontdesk --output "$folder/$1" --no-shuffle --colors never \
    "${which[@]}" "${@:3}" || status=$?
  [[ $status -eq 0 || $status -eq 2 || $status -eq 3 ]] || exit "$status"
}

# Another pass over the missed mutants. They are named: `--iterate` would choose another shard. A
# deleted field is tried again even if it was caught, as `--re` does not apply to those. Takes the
# arguments of `pass`.
survivors() {
  [[ -s "$folder/missed.txt" ]] || return 0
  local names files
  names="$(sed 's/[][().*+?^${}|\\]/\\&/g' "$folder/missed.txt" | paste --serial --delimiters='|')"
  mapfile -t files < <(cut --delimiter=: --fields=1 "$folder/missed.txt" | sort --unique)
  which=(--re "^($names)\$")
  for file in "${files[@]}"; do which+=(--file "$file"); done
  pass "$@"
  sort --unique "$folder/$1/mutants.out/missed.txt" | comm -12 "$folder/missed.txt" - > "$folder/still.txt"
  mv "$folder/still.txt" "$folder/missed.txt"
}

crate=(--test-workspace=false --all-features --timeout 60)
workspace=(--test-workspace=true --baseline skip --timeout 600)
pass unit "--lib" "${crate[@]}" --baseline run
sort --unique "$folder/unit/mutants.out/missed.txt" > "$folder/missed.txt"
all="$(cat "$folder"/unit/mutants.out/{caught,timeout,missed}.txt | wc --lines)"
survivors providers "--test providers" "${crate[@]}" --baseline skip
survivors payloads "--test payloads" "${workspace[@]}"
FRONTDESK_SEED=1 FRONTDESK_DAYS=10 FRONTDESK_PATIENCE=0 survivors simulation "--test simulation" "${workspace[@]}" -- -- weeks
survivors e2e "--lib --test e2e" "${workspace[@]}" -- -- accounts audit bodies consume erase faults kept listen message metrics operate parts \
  permissions receive recurrence refuse relay replay rotation secrets silence sixth_provider start tests
missed="$(wc --lines < "$folder/missed.txt")"
sed 's/^/missed: /' "$folder/missed.txt"
echo "mutants: $((all - missed)) of $all caught"
