#!/usr/bin/env bash
# Makes a target folder with the compiled third-party crates of target/, as hard links.
#
#   tests/share_dependencies.sh FOLDER
#
# For copies of the tree that are built with a mistake in them: their programs must be kept apart
# from the real ones. The workspace's own crates are left out. They have the same names in both
# folders, and Cargo writes some files in place: a crate built in one folder would pass for built in
# the other. Does nothing if the folder exists.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder="${1:?usage: $0 FOLDER}"
if [[ ! -e "$folder/debug" && -e target/debug/deps ]]; then
  mkdir -p "$folder/debug"
  cp --archive --link target/debug/{deps,build,.fingerprint} "$folder/debug"
  names="$(cargo metadata --locked --no-deps --format-version 1 | python3 -c '
import json, sys
packages = json.load(sys.stdin)["packages"]
names = {package["name"] for package in packages} | {target["name"] for package in packages for target in package["targets"]}
print(*sorted(names))')"
  for name in $names; do
    rm -rf "$folder"/debug/{.fingerprint,build}/"$name"-*
    rm -f "$folder"/debug/deps/{,lib}"${name//-/_}"-*
  done
fi
