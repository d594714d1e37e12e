# What demo.sh, test.sh and .ci/run share: finding the checkout, installing packages, building.
# Sourced by them, never run by itself. Every function prints what it does on stderr and ends the
# calling script if it fails: status 2 when packages are missing and cannot be installed, else that of
# the command that failed.
# shellcheck shell=bash

dateline_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dateline_build="$dateline_root/build/release"
dateline_jobs=$(nproc)

# With ccache present: the tests' precompiled header would otherwise never be found in its cache.
export CCACHE_SLOPPINESS="${CCACHE_SLOPPINESS:-pch_defines,time_macros}"

note() { printf '%s\n' "$*" >&2; }

# Programs that building and testing need, as program=package.
dateline_tools=("g++=build-essential" "cmake=cmake" "ninja=ninja-build" "xapian-check=xapian-tools")

# The Debian packages of the libraries, one a line, as the top CMakeLists.txt names them, so that
# there is one list.
library_packages() {
    sed -n -E -e 's/^ *dateline_package\([^ ]+ ([^ ]+) .*/\1/p' \
        -e 's/^ *list\(APPEND DATELINE_MISSING ([a-z0-9.+-]+)\)/\1/p' "$dateline_root/CMakeLists.txt"
}

# missing_packages PROGRAM=PACKAGE|PACKAGE…: those packages that are neither installed nor, where a
# program is named, provided by some other means.
missing_packages() {
    local wish
    for wish in "$@"; do
        if [[ $wish == *=* ]] && command -v "${wish%%=*}" >/dev/null; then
            continue
        fi
        if [[ $(dpkg-query -W -f='${db:Status-Status}' "${wish#*=}" 2>/dev/null) != installed ]]; then
            printf '%s\n' "${wish#*=}"
        fi
    done
}

# install_packages PACKAGE…: with apt-get, as root or through sudo. Status 2, and the command to run,
# when that cannot be done.
install_packages() {
    local command="apt-get update && apt-get install --no-install-recommends $*"
    local -a as_root=()
    if ! command -v apt-get >/dev/null; then
        note "Missing packages, and no apt-get here to install them: $*"
        return 2
    fi
    if [[ $(id -u) != 0 ]]; then
        # sudo may ask for a password, but only where somebody can type it.
        if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [[ ! -t 0 ]]; }; then
            note "Missing packages. As root, run this and start again:"
            note "  $command"
            return 2
        fi
        as_root=(sudo)
    fi
    note "Installing missing packages${as_root[*]:+ through sudo}: $*"
    local log status=0
    log=$(mktemp)
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    # Failing to refresh the lists is fatal only if the packages then cannot be had.
    "${as_root[@]}" update >"$log" 2>&1 || note "apt-get update failed; trying with the lists as they are"
    "${as_root[@]}" install -y --no-install-recommends "$@" </dev/null >>"$log" 2>&1 || status=$?
    if [[ $status != 0 ]]; then
        tail -n 20 "$log" >&2
        note "apt-get failed with status $status. As root, run this and start again:"
        note "  $command"
        status=2
    fi
    rm -f "$log"
    hash -r
    return "$status"
}

# Sees to it that everything needed to build and test is installed.
ensure_packages() {
    local -a libraries missing
    if ! command -v dpkg-query >/dev/null; then
        note "This is not a Debian system: leaving it to CMake to say what is missing"
        return 0
    fi
    mapfile -t libraries < <(library_packages)
    if [[ ${#libraries[@]} == 0 ]]; then
        note "$dateline_root/CMakeLists.txt names no packages: is this a whole checkout?"
        return 2
    fi
    mapfile -t missing < <(missing_packages "${dateline_tools[@]}" "${libraries[@]}")
    if [[ ${#missing[@]} != 0 ]]; then
        install_packages "${missing[@]}"
    fi
}

# quietly COMMAND…: shows the output only if the command fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" </dev/null >"$log" 2>&1 || status=$?
    if [[ $status != 0 ]]; then
        cat "$log" >&2
        note "failed with status $status: $*"
    fi
    rm -f "$log"
    return "$status"
}

# configure SOURCE PRESET BUILD [CMAKE-OPTION…]
configure() {
    local source=$1 preset=$2 build=$3
    shift 3
    # A checkout that was moved or copied takes along a cache that CMake would refuse.
    if [[ -f $build/CMakeCache.txt ]] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$source" "$build/CMakeCache.txt"; then
        note "Removing $build: it belongs to a checkout elsewhere"
        rm -rf "$build"
    fi
    (cd "$source" && quietly cmake --preset "$preset" -B "$build" \
        -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" "$@")
}

# build_release TARGET…: configures and builds into build/release ("all" builds everything).
build_release() {
    note "Building into ${dateline_build#"$PWD/"}"
    configure "$dateline_root" release "$dateline_build"
    quietly cmake --build "$dateline_build" --parallel "$dateline_jobs" --target "$@"
}
