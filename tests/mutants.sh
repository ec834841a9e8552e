#!/usr/bin/env bash
# Mutates the shared crate in one place at a time (cargo-mutants), and lists the mutants that no
# test catches.
#
#   tests/mutants.sh FILE …             for some files: tests/mutants.sh shared/src/receive/proof.rs
#   tests/mutants.sh --changed COMMIT   for the lines that differ from a commit
#   tests/mutants.sh --all [K/N]        for the whole crate, or the K-th of N parts (from 0); figures: docs/proof.md
#
# The tests that take seconds come first; mutants that survive them meet the end-to-end tests.
# target/mutants/mutants.out has the outcome of each: missed.txt lists the missed ones.
# .cargo/mutants.toml says what is left out, and why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
  --all) which=(${2:+--shard "$2"}) ;;
  --changed)
    mkdir -p target/mutants
    git diff "${2:?usage: $0 --changed COMMIT}" -- shared > target/mutants/changed.diff
    which=(--in-diff target/mutants/changed.diff)
    ;;
  "" | -*) echo "mutants: name files, --changed COMMIT or --all; see the top of $0" >&2; exit 2 ;;
  *) which=(); for file in "$@"; do which+=(--file "$file"); done ;;
esac

scripts/tools.sh cargo-mutants
# One folder for compiled files, so one mutant at a time.
tests/share_dependencies.sh target/mutants/cargo
export CARGO_TARGET_DIR="$PWD/target/mutants/cargo"

# Runs mutants with the workspace tests that the arguments select. Exits with 2 or 3 if some are
# missed.
mutants() {
  local status=0
  cargo mutants --cargo-arg=--locked --package frontdesk --test-workspace=true --output target/mutants --no-shuffle --colors never \
    --baseline "$1" "${which[@]}" "${@:2}" || status=$?
  [[ $status -eq 0 || $status -eq 2 || $status -eq 3 ]] || exit "$status"
}

rm -rf target/mutants/mutants.out
mutants run --timeout 120 -- --lib --test providers
if [[ -s target/mutants/mutants.out/missed.txt ]]; then
  # Caught mutants are not tried again.
  mutants skip --iterate --timeout 900 -- --test e2e -- \
    accounts bodies consume faults kept message metrics parts permissions receive recurrence refuse relay rotation secrets shapes start
fi
caught="$(cat target/mutants/mutants.out/previously_caught.txt target/mutants/mutants.out/caught.txt 2> /dev/null | sort --unique | wc --lines)"
missed="$(sort --unique target/mutants/mutants.out/missed.txt | wc --lines)"
sed 's/^/missed: /' target/mutants/mutants.out/missed.txt
echo "mutants: $caught caught, $missed missed"
