#!/usr/bin/env bash
# Builds the documentation as a book, and fails where a link in it is dead: target/book/html/index.html
#
#   scripts/book.sh
#   FRONTDESK_REPOSITORY=https://github.com/OWNER/NAME/blob/main scripts/book.sh    links to source files lead there
#
# Needs Rust, which compiles mdBook once, and Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# mdBook may have been installed here.
export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

scripts/tools.sh mdbook
python3 scripts/book.py stage target/book
mdbook build target/book
python3 scripts/book.py links target/book/html
echo "book: target/book/html/index.html"
