#!/usr/bin/env bash
# `sam build`, with the cores that it leaves idle: SAM builds one function after the other, and the link of each, which
# optimises the whole program, keeps one core busy for more than a minute. Here Cargo links them side by side first, and SAM
# finds them built.
#
#   scripts/build.sh                                     for arm64
#   scripts/build.sh x86_64 --build-dir FOLDER           for another architecture; what follows goes to `sam build`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

architecture="${1:-arm64}"
# As SAM asks cargo-lambda for them.
case "$architecture" in
  arm64) target=(--arm64) ;;
  x86_64) target=() ;;
  *) echo "build: no architecture $architecture: arm64 or x86_64" >&2; exit 2 ;;
esac
shift || true

# Only what uses the same features of the shared crate: Cargo would build the others with features that they don't ask for.
packages=()
for folder in functions/*/; do packages+=(--package "$(basename "$folder")"); done
cargo lambda build --locked --quiet --release "${target[@]}" "${packages[@]}"
# The overrides take every word that follows them.
exec sam build "$@" --parameter-overrides "Architecture=$architecture"
