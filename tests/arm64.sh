#!/usr/bin/env bash
# Tests functions for arm64, the template's default: compiles them, runs them in an emulator, and
# sends deliveries.
#
#   tests/arm64.sh               one receiver, without link-time optimisation: signed deliveries, table, queue
#   tests/arm64.sh --all         all functions as `sam build` makes them, and the whole end-to-end suite with them
#   tests/arm64.sh --or-skip     succeeds with a notice if the compiler's packages are missing: what .ci/run does
#   tests/arm64.sh FILTER        the end-to-end tests whose names contain it, with the functions of the last --all
#
# Everything is in target/arm64: the toolchain (650 MB, Debian's, see arm64/toolchain.sh), its
# output, and a folder functions/ with a script for each function, which FRONTDESK_FUNCTIONS passes
# to the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder="$PWD/target/arm64"
functions="$folder/functions"
started="$folder/started"

toolchain() {
  local status=0
  tests/arm64/toolchain.sh "$folder/toolchain" || status=$?
  if [[ $status -eq 3 && "$1" == --or-skip ]]; then
    echo "arm64: skipped: no toolchain (the line above says why)"
    exit 0
  elif [[ $status -ne 0 ]]; then
    exit "$status"
  fi
  export RUSTC="$folder/toolchain/rustc"
  echo "arm64: $("$RUSTC" --version), $("$folder/toolchain/host/usr/bin/qemu-aarch64" --version | head -1)"
}

# A separate folder for another compiler's output, so that neither compiler discards the other's.
compile() {
  tests/environment.sh sam
  env PATH="$PWD/tests/.venv/sam/bin:$PATH" CARGO_TARGET_DIR="$folder/cargo" "$@"
}

# Writes a script into functions/ that runs the program in the emulator, and records that it did.
wrap() {
  local name="$1" program="$2" machine
  machine="$(od --address-radix=n --format=x1 --skip-bytes=18 --read-bytes=2 "$program")"
  [[ "$machine" == " b7 00" ]] || { echo "arm64: $program is not for arm64" >&2; exit 1; }
  printf '#!/bin/sh\necho %s >> "%s"\nexec "%s" "%s" "$@"\n' "$name" "$started" "$folder/toolchain/run" "$program" \
    > "$functions/$name"
  chmod +x "$functions/$name"
}

# Runs tests with the functions of functions/, and checks that these were used.
run_tests() {
  rm -f "$started"
  env -u RUSTC FRONTDESK_FUNCTIONS="$functions" cargo test --locked --workspace --test e2e -- "$@"
  [[ -s "$started" ]] || { echo "arm64: the tests started no function from $functions" >&2; exit 1; }
  echo "arm64: function processes started: $(sort "$started" | uniq --count | xargs)"
}

one_receiver() {
  compile env CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo lambda build --locked --quiet --release --arm64 --package gire --lambda-dir "$folder/lambda"
  rm -rf "$functions"
  mkdir -p "$functions"
  wrap gire "$folder/lambda/gire/bootstrap"
  # Every example of the provider, signed: a row and a message for each. Wrong proofs. A body in
  # base64.
  run_tests --exact receive::gire refuse::gire receive::a_body_in_base64_is_verified_decoded
}

all_functions() {
  compile env SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-north-1 AWS_EC2_METADATA_DISABLED=true \
    scripts/build.sh arm64 --build-dir "$folder/sam"
  rm -rf "$functions"
  mkdir -p "$functions"
  local bootstrap resource
  for bootstrap in "$folder"/sam/*/bootstrap; do
    resource="$(basename "$(dirname "$bootstrap")")"
    # A package has the name of its resource in the template.
    wrap "${resource,,}" "$bootstrap"
  done
  # Two at a time: emulation is about ten times slower, and the tests' time limits are those of
  # native runs. The function of the sixth provider is only for tests, so `sam build` makes none.
  run_tests --test-threads 2 --skip sixth_provider::its_function
}

case "${1:-}" in
  "" | --or-skip) toolchain "${1:-}" && one_receiver ;;
  --all) toolchain "" && all_functions ;;
  -*) echo "arm64: unknown option $1; see the top of $0" >&2; exit 2 ;;
  *) toolchain "" && run_tests "$@" ;;
esac
