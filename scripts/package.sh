#!/usr/bin/env bash
# Makes dist/, from which SAM alone deploys the stack: no Rust, no zig, no source.
#
#   scripts/package.sh                             both architectures, with the command for each
#   scripts/package.sh --architecture x86_64       one of them (arm64, x86_64); may be repeated
#   scripts/package.sh --built .aws-sam/build --command target/release/frontdesk --architecture x86_64
#                                                  what is built already, in the folder that `sam build` made
#   scripts/package.sh --output FOLDER             another folder than dist/
#
# It needs the toolchain of docs/deploy.md, and installs cargo-cyclonedx for the bills of materials
# and cargo-about for the licences. Two runs at one commit, on one machine, give the same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/package/steps.sh
source scripts/package/steps.sh

output=dist built="" command="" architectures=()
while [[ $# -gt 0 ]]; do
  [[ $# -ge 2 ]] || fail "$1 needs a value; see the top of $0"
  case "$1" in
    --architecture) architectures+=("$2") ;;
    --built) built="$2" ;;
    --command) command="$2" ;;
    --output) output="$2" ;;
    *) fail "unknown option $1; see the top of $0" ;;
  esac
  shift 2
done
[[ ${#architectures[@]} -gt 0 ]] || architectures=(arm64 x86_64)
[[ -z "$built$command" || ${#architectures[@]} -eq 1 ]] || fail "--built and --command need exactly one --architecture"
for architecture in "${architectures[@]}"; do
  [[ -n "$built" && -n "$command" ]] || can_compile "$architecture"
done
scripts/tools.sh cargo-cyclonedx cargo-about

# All files are dated by the commit, so the same commit gives the same bytes.
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH

# Built next to its place, and moved there once complete.
new="$output.new"
rm -rf "$new"
mkdir -p "$new"
for architecture in "${architectures[@]}"; do
  functions "$architecture" "${built:-$(build_functions "$architecture")}" "$new"
  frontdesk "$architecture" "${command:-$(build_command "$architecture")}" "$new"
  bills_of_materials "$architecture" "$new"
done
licences "$new"
cp samconfig.toml scripts/package/README.md "$new"
(cd "$new" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS)
rm -rf "$output"
mv "$new" "$output"
echo "package: $output/ is complete:"
(cd "$output" && find . -type f -printf '%10s  %P\n' | LC_ALL=C sort -k 2)
