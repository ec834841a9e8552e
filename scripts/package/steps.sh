# The steps of scripts/package.sh, in the order of their use. Sourced by it.

fail() {
  echo "package: $1" >&2
  exit 1
}

target_of() {
  case "$1" in
    arm64) echo aarch64-unknown-linux-gnu ;;
    x86_64) echo x86_64-unknown-linux-gnu ;;
    *) fail "unknown architecture $1: use arm64 or x86_64" ;;
  esac
}

# Fails at once if the compiler would fail minutes later. If RUSTC names a compiler, the caller is
# responsible for it.
can_compile() {
  local target
  target="$(target_of "$1")"
  for tool in sam cargo-lambda; do
    command -v "$tool" > /dev/null || fail "$tool is missing; docs/deploy.md lists what a build needs"
  done
  [[ -n "${RUSTC:-}" || -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]] ||
    fail "Rust cannot compile for $1: \`rustup target add $target\`, or package only x86_64: --architecture x86_64"
}

# Builds all functions as a deployment from source does. Prints their folder.
build_functions() {
  local folder="target/package/$1"
  scripts/build.sh "$1" --build-dir "$folder" >&2
  echo "$folder"
}

# Builds the command with cargo-lambda, for its linker: the result runs with any C library from 2.17
# on, not only with this machine's. Prints its path.
build_command() {
  local target folder="target/package/command-$1"
  target="$(target_of "$1")"
  cargo lambda build --locked --release --package frontdesk-cli --bin frontdesk --target "$target" --lambda-dir "$folder" >&2
  echo "$folder/frontdesk/bootstrap"
}

# Makes the zips of an architecture, and the template that names them.
functions() {
  local architecture="$1" built="$2" output="$3" resource zips=()
  mkdir "$output/$architecture"
  for resource in $(python3 scripts/package/template.py template.yaml); do
    is_for "$architecture" "$built/$resource/bootstrap"
    python3 scripts/package/zip.py "$built/$resource/bootstrap" "$output/$architecture/${resource,,}.zip"
    zips+=("$resource=$architecture/${resource,,}.zip")
  done
  local template=template.yaml
  [[ "$architecture" == arm64 ]] || template="template-$architecture.yaml"
  python3 scripts/package/template.py template.yaml "$architecture" "${zips[@]}" > "$output/$template"
}

frontdesk() {
  local architecture="$1" command="$2" output="$3"
  is_for "$architecture" "$command"
  install -m 755 "$command" "$output/frontdesk-linux-$architecture"
}

# Checks the processor of a program: a wrong one would only show at the first delivery.
is_for() {
  local architecture="$1" program="$2" machine
  [[ -f "$program" ]] || fail "$program is missing"
  machine="$(od --address-radix=n --format=x1 --skip-bytes=18 --read-bytes=2 "$program" | tr -d ' ')"
  case "$architecture:$machine" in
    arm64:b700 | x86_64:3e00) ;;
    *) fail "$program is not for $architecture" ;;
  esac
}

# Writes the bills of materials, one for each zip and one for the command: the crates compiled into
# them.
bills_of_materials() {
  local architecture="$1" output="$2" name=package-sbom package folder
  # cargo-cyclonedx always writes one beside each Cargo.toml of the workspace.
  # It has no --locked, so Cargo checks the lock first.
  cargo fetch --locked --quiet
  cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$(target_of "$architecture")" --no-build-deps \
    --override-filename "$name"
  while read -r package folder; do
    # Removes the path of this folder, which means nothing elsewhere.
    sed -i "s|$PWD/||g; s|$PWD||g" "$folder/$name.json"
    case "${folder#"$PWD"/}" in
      functions/* | examples/consumer) mv "$folder/$name.json" "$output/$architecture/$package.cdx.json" ;;
      cli) mv "$folder/$name.json" "$output/frontdesk-linux-$architecture.cdx.json" ;;
      *) rm "$folder/$name.json" ;;
    esac
  done < <(workspace_packages)
}

# Prints the name and folder of each package of the workspace.
workspace_packages() {
  cargo metadata --locked --format-version 1 --no-deps |
    python3 -c 'import json, os, sys
for package in json.load(sys.stdin)["packages"]:
    print(package["name"], os.path.dirname(package["manifest_path"]))'
}

# Writes the texts of all licences. deny.toml decides which are allowed, here as in CI.
licences() {
  local output="$1" settings=target/package/about.toml
  mkdir -p "$(dirname "$settings")"
  {
    sed -n '/^allow = \[/,/^\]/p' deny.toml | sed 's/^allow/accepted/'
    echo 'targets = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"]'
    printf '%s = true\n' ignore-build-dependencies ignore-dev-dependencies
    # Only the licences beside Cargo.toml: collecting those repeated in single sources takes
    # minutes.
    printf 'max-depth = 1\nprivate = { ignore = true }\n'
  } > "$settings"
  # Offline: only the crates' own files count, and no service is queried.
  cargo fetch --locked --quiet
  cargo about generate --fail --frozen --workspace --config "$settings" --output-file "$output/THIRD-PARTY.txt" \
    scripts/package/about.hbs
  cp LICENSE "$output"
}
