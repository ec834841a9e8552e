#!/usr/bin/env bash
# Measures a function of Frontdesk against a function that does nothing and the same job in Python, Node and Go, in turn,
# and prints the tables and the goals of docs/performance.md.
#
#   bench/run.sh                       all of it, about ten minutes once everything is built
#   bench/run.sh --rounds 3            whatever `frontdesk-bench compare --help` names
#   FUNCTION=.aws-sam/build/Gire/bootstrap bench/run.sh    a function that is already built, here as `sam build` makes it
#
# It builds what it needs and installs the libraries of the comparisons, from the locks beside them, into bench/.installed. Go
# is compiled with Debian's compiler and SDK, where they are installed:
#
#   apt-get install golang-go golang-github-aws-aws-sdk-go-v2-dev
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
installed=bench/.installed

# Kept until a lock changes.
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
  # As Lambda's own boto3 is: compiled once, not at each start.
  "$installed/python/bin/python" -m compileall -q "$installed/python"
}

install_node() {
  cp bench/node/*.json bench/node/*.mjs bench/node/.npmrc "$installed/node"
  npm --prefix "$installed/node" ci --silent --no-audit --no-fund --ignore-scripts
  # One file, as `sam build` makes it of a Node function.
  "$installed/node/node_modules/.bin/esbuild" "$installed/node/bootstrap.mjs" --bundle --minify --platform=node \
    --target=node20 --format=cjs --log-level=warning --outfile="$installed/node/bundle.cjs"
}

# Debian keeps the sources of Go's libraries here.
gocode=/usr/share/gocode

# A static program without symbols, as Lambda functions are built.
install_go() {
  (cd bench/go && CGO_ENABLED=0 GO111MODULE=off GOPATH="$gocode" GOCACHE="$PWD/../.installed/go/cache" \
    go build -trimpath -ldflags "-s -w" -o ../.installed/go/bootstrap .)
}

# The functions apart and as they are deployed: together they would share more features of their libraries than each needs.
release="$(cargo metadata --locked --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d '"' -f 4)/release"
function="${FUNCTION:-}"
if [[ -z "$function" ]]; then
  cargo build --locked --release --package gire
  function="$release/gire"
fi
cargo build --locked --release --package nothing
# What measures is not measured; it need not take minutes to build.
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
# On one processor: what measures and what is measured take turns anyway, and a call that wakes another processor costs
# several times what it costs on the same, as chance has it.
exec taskset --cpu-list 0 "$release/frontdesk-bench" compare --function "$function" --nothing "$release/nothing" "${others[@]}" "$@"
