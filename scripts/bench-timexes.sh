#!/usr/bin/env bash
# Speed of the time tagger on articles: scripts/bench-timexes.sh FILE.jsonl[.gz]…
# Builds tests/bench/timex_bench.cpp in build/release (which scripts/demo.sh makes) and runs it; compressed files are unpacked first.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD:-build/release}
[[ -f $build/build.ninja ]] || { echo "no build in $build: run scripts/demo.sh first, or set BUILD" >&2; exit 1; }
[[ $# -gt 0 ]] || { echo "usage: scripts/bench-timexes.sh FILE.jsonl[.gz]…" >&2; exit 1; }
ninja -C "$build" dateline_timex_bench >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
files=()
for file in "$@"; do
    if [[ $file == *.gz ]]; then
        unpacked=$folder/$(basename "${file%.gz}")
        gzip -dc "$file" >"$unpacked"
        file=$unpacked
    fi
    files+=("$file")
done
"$build/tests/dateline_timex_bench" "${files[@]}"
