#!/usr/bin/env bash
# Installs the Rust tools of the checks and the packaging at their pinned versions, unless they are
# installed.
#
#   scripts/tools.sh cargo-deny cargo-fuzz
#
# They are compiled without optimisation, which would take longer than it saves.
set -euo pipefail
# `cargo install` puts programs here, and Cargo may have been started from elsewhere.
export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

# Installs the tool NAME at VERSION; further arguments go to `cargo install`.
tool() {
  local name="$1" version="$2"
  local command=("$name")
  [[ "$name" != cargo-* ]] || command=(cargo "${name#cargo-}")
  if ! "${command[@]}" --version 2> /dev/null | grep --quiet --extended-regexp "(^|[ v])${version//./\\.}( |$)"; then
    echo "installing $name $version" >&2
    cargo install --quiet --locked --force --config 'profile.release.lto=false' \
      --config 'profile.release.codegen-units=16' --config 'profile.release.opt-level=0' "${@:3}" "$name@$version"
  fi
}

for name in "$@"; do
  case "$name" in
    # Compares texts for half a minute, and for several minutes without any optimisation.
    cargo-about) tool "$name" 0.9.3 --config 'profile.release.opt-level=1' --features cli ;;
    cargo-cyclonedx) tool "$name" 0.5.9 ;;
    cargo-deny) tool "$name" 0.20.2 ;;
    cargo-mutants) tool "$name" 27.1.0 ;;
    cargo-fuzz) tool "$name" 0.13.2 ;;
    # Without its server: docs/decisions/book.md has the time that this takes.
    mdbook) tool "$name" 0.5.4 --no-default-features --features search ;;
    *) echo "tools: unknown tool $name; see the end of $0" >&2; exit 2 ;;
  esac
done
