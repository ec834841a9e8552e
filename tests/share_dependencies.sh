#!/usr/bin/env bash
# Makes a target folder in which other people's crates are compiled already, as hard links to what lies in target/.
#
#   tests/share_dependencies.sh FOLDER
#
# For copies of the tree that are built with a mistake in them: their programs must not lie where the real ones do, and the
# workspace's own crates get other names there, as their folder is another. Does nothing where the folder is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder="${1:?usage: $0 FOLDER}"
if [[ ! -e "$folder/debug" && -e target/debug/deps ]]; then
  mkdir -p "$folder/debug"
  cp --archive --link target/debug/{deps,build,.fingerprint} "$folder/debug"
fi
