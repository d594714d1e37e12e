#!/usr/bin/env bash
# Builds the fuzz targets and runs each for a while, beginning with its seeds.
# Usage: tests/fuzz/run.sh [SECONDS [BUILD-FOLDER]]     60 seconds each, build/fuzz
# New inputs are kept in the build folder and used again; what fails is left there as TARGET-crash-….
# Exit status: 0 if no target failed, 1 if one did, 2 if something is missing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/setup.sh"

seconds=${1:-60}
build=${2:-$dateline_root/build/fuzz}
if ! command -v clang++ >/dev/null; then
    note "clang++ is missing: libFuzzer comes with it"
    exit 2
fi
targets=(query batch record packed metadata cleaning)
names=()
for target in "${targets[@]}"; do names+=("dateline_${target}_fuzz"); done

cmake -S "$dateline_root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DDATELINE_FUZZ=ON \
    -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang >"$build.log" 2>&1 ||
    { tail -n 20 "$build.log" >&2; exit 2; }
cmake --build "$build" --parallel "$dateline_jobs" \
    --target "${names[@]}" >"$build.log" 2>&1 || { tail -n 40 "$build.log" >&2; exit 1; }

# fuzz TARGET: its closing lines, and those of a failure.
fuzz() {
    local target=$1 status=0
    local -a options=(-max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 -max_len=20000
        -artifact_prefix="$build/$target-" -print_final_stats=1)
    if [[ -f $dateline_root/tests/fuzz/$target.dict ]]; then
        options+=(-dict="$dateline_root/tests/fuzz/$target.dict")
    fi
    mkdir -p "$build/corpus/$target"
    "$(find "$build/tests" -name "dateline_${target}_fuzz" -type f | head -n 1)" "${options[@]}" \
        "$build/corpus/$target" "$dateline_root/tests/fuzz/seeds/$target" \
        >"$build/$target.log" 2>&1 || status=$?
    if [[ $status != 0 ]]; then
        tail -n 40 "$build/$target.log"
        echo "$target: FAILED (status $status)"
        return 1
    fi
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log") inputs, no failure"
}
export -f fuzz note
export build seconds dateline_root

printf '%s\n' "${targets[@]}" | xargs -P "$dateline_jobs" -I TARGET bash -c 'fuzz TARGET'
