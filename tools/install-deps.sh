#!/bin/bash
# Installs the Debian 12 packages that Banyan needs, unattended: install-deps.sh [build] [test] [bench].
# Does nothing, and needs no network and no rights, where all of them are there already.
set -euo pipefail

build=(gcc libc6-dev make meson ninja-build pkg-config libsqlite3-dev libsodium-dev libssl-dev libmpfr-dev libyaml-dev
    libutf8proc-dev libcmocka-dev libmicrohttpd-dev python3 python3-yaml)
test=(clang clang-format clang-tidy libclang-rt-14-dev cppcheck binutils python3 nodejs strace sqlite3 git
    ca-certificates golang-golang-x-mod-dev locales python3-jsonschema udunits-bin)
bench=(python3 sqlite3 time)

wanted=()
for set_name in "${@:-build}"; do
    case $set_name in
    build) wanted+=("${build[@]}") ;;
    test) wanted+=("${build[@]}" "${test[@]}") ;;
    bench) wanted+=("${build[@]}" "${bench[@]}") ;;
    *)
        echo "install-deps.sh: no set '$set_name'; known are build, test and bench" >&2
        exit 2
        ;;
    esac
    # Any Go will do: a newer one from elsewhere is not replaced.
    if [ "$set_name" = test ] && ! command -v go >/dev/null; then
        wanted+=(golang-go)
    fi
done

missing() {
    local name
    for name in "${wanted[@]}"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" != installed ]; then
            echo "$name"
        fi
    done | sort -u
}

absent=$(missing)
if [ -z "$absent" ]; then
    exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install-deps.sh: these packages are missing and need root or sudo to install:" $absent >&2
        exit 1
    fi
    as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3
    -o Dpkg::Use-Pty=0)
echo "installing:" $absent
"${apt[@]}" update </dev/null
# shellcheck disable=SC2086 # one word per package
"${apt[@]}" install --no-install-recommends $absent </dev/null
absent=$(missing)
if [ -n "$absent" ]; then
    echo "install-deps.sh: still missing after installing:" $absent >&2
    exit 1
fi
