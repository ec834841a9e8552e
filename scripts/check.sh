#!/usr/bin/env bash
# The checks of a change that take minutes: run them before each commit. They are the first tier of
# CI; .ci/run is the second and runs everything.
#
#   scripts/check.sh                 all steps
#   scripts/check.sh format pages    some steps: format, lints, features, documentation, unit, pages
#
# Needs Rust, a C compiler and Python with venv. The first run compiles the dependencies and creates
# a Python environment.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/step.sh
source scripts/step.sh

# Compiles the crate as consumers use it: without features, and with `consumer`.
features() {
  cargo check --locked --package frontdesk --quiet
  cargo check --locked --package frontdesk --features consumer --quiet
}

# Checks links, prose, spelling, and the workflows and settings for GitHub.
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
    # The unit tests of every crate, and each provider's examples and properties. They need no
    # compiled function.
    unit) step "unit tests" cargo test --locked --workspace --lib --test providers --quiet ;;
    pages) step "pages" pages ;;
    *) echo "check: no step $name; see the head of $0" >&2; exit 2 ;;
  esac
done
