#!/usr/bin/env bash
# What a change needs, in minutes: before each commit, and as the first tier of CI. Everything there is: .ci/run.
#
#   scripts/check.sh                 all of it
#   scripts/check.sh format pages    some of it: format, lints, features, documentation, unit, pages
#
# It needs Rust, a C compiler and Python with venv. The first run compiles the dependencies and makes a Python environment.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/step.sh
source scripts/step.sh

# The crate as consumers use it: without any feature, and with theirs.
features() {
  cargo check --locked --package frontdesk --quiet
  cargo check --locked --package frontdesk --features consumer --quiet
}

# Links, prose, spelling, the workflows of GitHub and the settings beside them.
pages() {
  tests/environment.sh checks
  (cd tests/rehearse && PYTHONDONTWRITEBYTECODE=1 ../.venv/checks/bin/python -m pytest -p no:cacheprovider --tb=short --quiet \
    test_links.py test_prose.py test_workflows.py)
}

[[ $# -gt 0 ]] || set -- format lints features documentation unit pages
for name in "$@"; do
  case "$name" in
    format) step "format" cargo fmt --all --check ;;
    lints) step "lints" cargo clippy --locked --workspace --all-targets --quiet -- -D warnings ;;
    features) step "features" features ;;
    documentation) step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --quiet ;;
    # Those of every crate, and the examples and properties of each provider. They need no compiled function.
    unit) step "unit tests" cargo test --locked --workspace --lib --test providers --quiet ;;
    pages) step "pages" pages ;;
    *) echo "check: no step $name; see the head of $0" >&2; exit 2 ;;
  esac
done
