#!/usr/bin/env bash
# Changes the shared crate in one place after the other (cargo-mutants), and lists the changes that no test notices.
#
#   tests/mutants.sh FILE …             of some files: tests/mutants.sh shared/src/receive/proof.rs
#   tests/mutants.sh --changed COMMIT   of the lines that differ from a commit
#   tests/mutants.sh --all [K/N]        of the whole crate, or of the K-th of N parts of it (from 0): docs/proof.md has the figures
#
# First come the tests that take seconds; what they let through meets the end-to-end tests. target/mutants/mutants.out has what
# became of each: missed.txt lists those that no test noticed. What is left out, and why, stands in .cargo/mutants.toml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
  --all) which=(${2:+--shard "$2"}) ;;
  --changed)
    mkdir -p target/mutants
    git diff "${2:?usage: $0 --changed COMMIT}" -- shared > target/mutants/changed.diff
    which=(--in-diff target/mutants/changed.diff)
    ;;
  "" | -*) echo "mutants: name files, --changed COMMIT or --all; see the head of $0" >&2; exit 2 ;;
  *) which=(); for file in "$@"; do which+=(--file "$file"); done ;;
esac

scripts/tools.sh cargo-mutants
# One folder for what is compiled, so one mutant at a time.
tests/share_dependencies.sh target/mutants/cargo
export CARGO_TARGET_DIR="$PWD/target/mutants/cargo"

# Mutants, by tests of the whole workspace that take the rest of the arguments. Exits with 2 and 3 where some are missed.
mutants() {
  local status=0
  cargo mutants --cargo-arg=--locked --package frontdesk --test-workspace=true --output target/mutants --no-shuffle --colors never \
    --baseline "$1" "${which[@]}" "${@:2}" || status=$?
  [[ $status -eq 0 || $status -eq 2 || $status -eq 3 ]] || exit "$status"
}

rm -rf target/mutants/mutants.out
mutants run --timeout 120 -- --lib --test providers
if [[ -s target/mutants/mutants.out/missed.txt ]]; then
  # Those that were caught are not tried again.
  mutants skip --iterate --timeout 900 -- --test e2e -- \
    accounts bodies consume faults kept message metrics parts permissions receive recurrence refuse relay rotation secrets shapes start
fi
caught="$(cat target/mutants/mutants.out/previously_caught.txt target/mutants/mutants.out/caught.txt 2> /dev/null | sort --unique | wc --lines)"
missed="$(sort --unique target/mutants/mutants.out/missed.txt | wc --lines)"
sed 's/^/missed: /' target/mutants/mutants.out/missed.txt
echo "mutants: $caught caught, $missed missed"
