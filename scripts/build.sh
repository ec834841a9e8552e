#!/usr/bin/env bash
# `sam build` on all cores. SAM builds one function after the other, and the link of each, which
# optimises the whole program, keeps one core busy for more than a minute. So Cargo first links all
# of them concurrently, and SAM finds them built.
#
#   scripts/build.sh                                     for arm64
#   scripts/build.sh x86_64 --build-dir FOLDER           for another architecture; further arguments go to `sam build`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

architecture="${1:-arm64}"
# The targets that SAM requests from cargo-lambda.
case "$architecture" in
  arm64) target=(--arm64) ;;
  x86_64) target=() ;;
  *) echo "build: unknown architecture $architecture: use arm64 or x86_64" >&2; exit 2 ;;
esac
shift || true

# Only packages with the same features of the shared crate: Cargo would build the others with more
# features than they request.
packages=()
for folder in functions/*/; do packages+=(--package "$(basename "$folder")"); done
cargo lambda build --locked --quiet --release "${target[@]}" "${packages[@]}"
# Last: the overrides consume all words that follow them.
exec sam build "$@" --parameter-overrides "Architecture=$architecture"
