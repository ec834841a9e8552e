#!/usr/bin/env bash
# The steps of a release, for .github/workflows/release.yml. Everything goes to target/release-files/.
#
#   scripts/release.sh check v0.2.0      fails unless Cargo.toml and CHANGELOG.md agree with the tag
#   scripts/release.sh linux             dist/ as an archive, and the command for Linux, each with its bill of materials
#   scripts/release.sh macos             the command for macOS, for both processors; runs on macOS
#   scripts/release.sh checksums         SHA256SUMS of these files
#   scripts/release.sh publish v0.2.0    a release on GitHub with the section of CHANGELOG.md; needs `gh` and GH_TOKEN
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
files=target/release-files

fail() {
  echo "release: $1" >&2
  exit 1
}

# Prints the section of a version in CHANGELOG.md.
notes() {
  awk -v heading="## [$1]" 'index($0, "## ") == 1 { inside = index($0, heading) == 1; next } inside' CHANGELOG.md
}

check() {
  local tag="$1" version
  version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)"
  [[ "$tag" == "v$version" ]] || fail "the tag is $tag, and Cargo.toml has $version"
  [[ -n "$(notes "$version")" ]] || fail "CHANGELOG.md has no section [$version]"
}

linux() {
  tests/environment.sh sam
  rustup target add aarch64-unknown-linux-gnu
  PATH="$PWD/tests/.venv/sam/bin:$PATH" scripts/package.sh
  # Reproducible: order, owners and times are fixed.
  tar --create --gzip --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" \
    --transform 's,^dist,frontdesk,' --file "$files/frontdesk.tar.gz" dist
  cp dist/frontdesk-linux-* "$files"
}

macos() {
  local target name
  scripts/tools.sh cargo-cyclonedx
  for target in aarch64-apple-darwin x86_64-apple-darwin; do
    name="frontdesk-macos-${target%%-*}"
    name="${name/aarch64/arm64}"
    rustup target add "$target"
    cargo build --locked --release --package frontdesk-cli --bin frontdesk --target "$target"
    install -m 755 "target/$target/release/frontdesk" "$files/$name"
    cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$target" --no-build-deps --override-filename release-sbom
    mv cli/release-sbom.json "$files/$name.cdx.json"
    git clean --quiet --force -- '*release-sbom.json'
  done
}

checksums() {
  (cd "$files" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS)
}

publish() {
  notes "${1#v}" > target/release-notes.md
  gh release create "$1" --verify-tag --title "$1" --notes-file target/release-notes.md "$files"/*
}

mkdir -p "$files"
case "${1:-}" in
  check | publish) [[ $# -eq 2 ]] || fail "$1 needs a tag; see the head of $0"; "$1" "$2" ;;
  linux | macos | checksums) "$1" ;;
  *) echo "release: no step ${1:-}; see the head of $0" >&2; exit 2 ;;
esac
