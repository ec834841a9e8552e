#!/usr/bin/env bash
# Makes a target folder with the compiled third-party crates of target/, as hard links.
#
#   tests/share_dependencies.sh FOLDER
#
# For copies of the tree that are built with a mistake in them: their programs must be kept apart
# from the real ones, and the workspace's own crates get other names there, as their folder is
# another. Does nothing if the folder exists.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder="${1:?usage: $0 FOLDER}"
if [[ ! -e "$folder/debug" && -e target/debug/deps ]]; then
  mkdir -p "$folder/debug"
  cp --archive --link target/debug/{deps,build,.fingerprint} "$folder/debug"
fi
