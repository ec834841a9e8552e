#!/usr/bin/env bash
# A compiler for arm64 and an emulator for its output, on an x86-64 machine that reaches Debian's
# packages.
#
#   tests/arm64/toolchain.sh FOLDER    makes FOLDER/rustc, which is used as RUSTC, and FOLDER/run, which runs a program
#
# For machines where `rustup target add` reaches no server. rustc refuses the standard library of
# another build, so both come from Debian, which packages them together. Nothing is installed, and
# root is not needed: apt works on its own lists, and the packages are only unpacked. Exits with 3
# if they cannot be downloaded.
set -euo pipefail

# Suites rather than versions: Debian keeps one version of a package in each. FOLDER/versions lists
# those used.
suite="${DEBIAN_SUITE:-trixie}"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# The mirror that this machine uses; `|| true`, since there may be none.
mirror="${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2> /dev/null | grep -m 1 '/debian/$' || true)}"

unavailable() {
  echo "arm64 toolchain: $1" >&2
  exit 3
}

[[ $# -eq 1 ]] || { echo "usage: $0 FOLDER" >&2; exit 2; }
[[ "$(uname -sm)" == "Linux x86_64" ]] || unavailable "made for Linux on x86-64; this is $(uname -sm)"
for tool in apt-get dpkg-deb; do
  command -v "$tool" > /dev/null || unavailable "$tool is missing; Debian and Ubuntu package it"
done
[[ -n "$mirror" ]] || unavailable "this machine has no Debian mirror; set DEBIAN_MIRROR to one"
[[ -f "$keyring" ]] || unavailable "$keyring is missing; it is in the package debian-archive-keyring"

folder="$(mkdir -p "$1" && cd "$1" && pwd)"
want="$(cat "${BASH_SOURCE[0]}" - <<< "$suite $mirror $folder" | sha256sum)"
if [[ -f "$folder/made" && "$(< "$folder/made")" == "$want" ]]; then
  exit 0
fi
# Built next to its place: the existing toolchain stays until the new one is complete.
new="$folder.new"
rm -rf "$new"
work="$new/apt"
mkdir -p "$work"/{lists,archives}/partial "$work/packages" "$new"/{host,arm64}

# An apt that knows only these two suites and no installed package, whatever the machine runs.
: > "$work/status"
printf 'deb [arch=amd64,arm64 signed-by=%s] %s %s main\n' \
  "$keyring" "$mirror" "$suite" "$keyring" "$mirror" "$suite-backports" > "$work/sources.list"
cat > "$work/apt.conf" << END
APT::Architecture "amd64";
APT::Architectures { "amd64"; "arm64"; };
APT::Default-Release "$suite-backports";
APT::Install-Recommends "false";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
Dir::Cache "$work";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
END
export APT_CONFIG="$work/apt.conf"
apt-get update -qq --error-on=any || unavailable "no package lists of $suite and $suite-backports from $mirror"

# The compiler with its libraries, down to the C library: the machine's own may be older. Requesting
# rustc itself would add gcc as its linker; here zig links.
host="$(apt-get install --simulate libstd-rust-dev | awk '/^Inst/ { print $2 }')"
# shellcheck disable=SC2086 # one word a package
(cd "$work/packages" && apt-get download -qq $host rustc qemu-user libstd-rust-dev:arm64 libc6:arm64 libgcc-s1:arm64) ||
  unavailable "the packages of $suite-backports cannot be downloaded"

for package in "$work"/packages/*.deb; do
  case "${package##*/}" in
    libc6_*_arm64.deb | libgcc-s1_*_arm64.deb) dpkg-deb --extract "$package" "$new/arm64" ;;
    # 160 MB, of which one program is needed.
    qemu-user_*) dpkg-deb --fsys-tarfile "$package" | tar --extract --directory "$new/host" ./usr/bin/qemu-aarch64 ;;
    *) dpkg-deb --extract "$package" "$new/host" ;;
  esac
  case "${package##*/}" in rustc_* | libstd-rust-dev_* | qemu-user_*) basename "$package" .deb >> "$new/versions" ;; esac
done
ln -sfn usr/lib "$new/arm64/lib"

# rustc with the C library that it was built for, and with the path of the standard libraries.
cat > "$new/rustc" << END
#!/bin/sh
exec "$folder/host/usr/lib64/ld-linux-x86-64.so.2" --library-path "$folder/host/usr/lib/x86_64-linux-gnu" \\
  "$folder/host/usr/bin/rustc" --sysroot "$folder/host/usr" "\$@"
END
# cargo-lambda compiles for Neoverse N1, the core of Graviton2: qemu must fail on instructions that
# it lacks.
cat > "$new/run" << END
#!/bin/sh
exec "$folder/host/usr/bin/qemu-aarch64" -cpu neoverse-n1 -L "$folder/arm64" "\$@"
END
chmod +x "$new/rustc" "$new/run"
rm -rf "$work" "$folder"
mv "$new" "$folder"
"$folder/rustc" --version > /dev/null || unavailable "the compiler does not run here"
printf '%s' "$want" > "$folder/made"
