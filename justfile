# Short names for the project's scripts (https://just.systems). `just` is optional: each recipe is one command that works without it.

# This list
default:
    @just --list

# What a change needs: format, lints, unit tests, pages
check *parts:
    scripts/check.sh {{parts}}

# All tests of the workspace
test *arguments:
    cargo test --locked --workspace {{arguments}}

# Template, SAM build, second engines, other languages, browser, pages
rehearse *files:
    tests/rehearse.sh {{files}}

# The long runs behind GUARANTEES.md
proof *parts:
    scripts/proof.sh {{parts}}

# Everything that CI runs
ci:
    .ci/run

# dist/: what is deployed and released
release *options:
    scripts/package.sh {{options}}

# The documentation as a book
docs:
    scripts/book.sh
