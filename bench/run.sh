#!/usr/bin/env bash
# Compares a function of Frontdesk with a function that does nothing and the same job in Python, Node
# and Go, in turn, and prints the tables and the goals of docs/performance.md.
#
#   bench/run.sh                       everything; about ten minutes after the builds
#   bench/run.sh --rounds 3            any option of `frontdesk-bench compare --help`
#   FUNCTION=.aws-sam/build/Gire/bootstrap bench/run.sh    a function that is already built, here by `sam build`
#
# Builds what it needs, and installs the libraries of the comparisons from their locks into
# bench/.installed. Go is compiled with Debian's compiler and SDK, if they are installed:
#
#   apt-get install golang-go golang-github-aws-aws-sdk-go-v2-dev
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
installed=bench/.installed

# Reuses an installation until its files change.
install() {
  local name="$1" lock="$2" want
  want="$(cat "bench/$name"/* | sha256sum)"
  if [[ ! -f "$installed/$name/made" || "$(< "$installed/$name/made")" != "$want" ]]; then
    echo "bench: installing bench/$lock"
    rm -rf "${installed:?}/$name"
    mkdir -p "$installed/$name"
    "install_$name"
    printf '%s' "$want" > "$installed/$name/made"
  fi
}

install_python() {
  python3 -m venv "$installed/python"
  "$installed/python/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps \
    --requirement bench/python/requirements.txt
  cp bench/python/*.py "$installed/python"
  # Compiled once, not at each start, like Lambda's own boto3.
  "$installed/python/bin/python" -m compileall -q "$installed/python"
}

install_node() {
  cp bench/node/*.json bench/node/*.mjs bench/node/.npmrc "$installed/node"
  npm --prefix "$installed/node" ci --silent --no-audit --no-fund --ignore-scripts
  # One file, as `sam build` bundles a Node function.
  "$installed/node/node_modules/.bin/esbuild" "$installed/node/bootstrap.mjs" --bundle --minify --platform=node \
    --target=node20 --format=cjs --log-level=warning --outfile="$installed/node/bundle.cjs"
}

# Debian keeps the sources of Go's libraries here.
gocode=/usr/share/gocode

# A static program without symbols, the usual build of Lambda functions.
install_go() {
  (cd bench/go && CGO_ENABLED=0 GO111MODULE=off GOPATH="$gocode" GOCACHE="$PWD/../.installed/go/cache" \
    go build -trimpath -ldflags "-s -w" -o ../.installed/go/bootstrap .)
}

# Builds the functions separately, as for deployment. A joint build would unify the features of their
# dependencies, beyond what each needs.
release="$(cargo metadata --locked --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d '"' -f 4)/release"
function="${FUNCTION:-}"
if [[ -z "$function" ]]; then
  cargo build --locked --release --package gire
  function="$release/gire"
fi
cargo build --locked --release --package nothing
# The bench itself is not measured, so a quick build is enough.
CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo build --locked --release --package frontdesk-bench --no-default-features

others=()
if command -v python3 > /dev/null; then
  install python python/requirements.txt
  others+=(--other "python=$installed/python/bin/python $installed/python/bootstrap.py")
fi
if command -v node > /dev/null && command -v npm > /dev/null; then
  install node node/package-lock.json
  others+=(--other "node=$(command -v node) $installed/node/bundle.cjs")
fi
if command -v go > /dev/null && [[ -d "$gocode/src/github.com/aws/aws-sdk-go-v2/service/sqs" ]]; then
  install go go
  others+=(--other "go=$installed/go/bootstrap")
fi
# On one processor: the bench and its subject take turns anyway, and a call that happens to wake another
# processor costs several times as much.
exec taskset --cpu-list 0 "$release/frontdesk-bench" compare --function "$function" --nothing "$release/nothing" "${others[@]}" "$@"
