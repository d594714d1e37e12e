#!/usr/bin/env bash
# How long queries take in one warm process, one at a time: words with and without snippets, facets
# and a timeline, and what must stand together against the same words anywhere.
# Usage: scripts/bench_queries.sh INDEX QUERIES [REPETITIONS]
#   QUERIES       a file of queries of two or more words, one a line; those of two words make the pairs
#   REPETITIONS   default 3; each runs all kinds in turn, so that a slow minute hits all alike
# Prints, for each kind, the median over the repetitions of batch mode's median, and the ratio to
# "words". Only ratios of one run count on a shared machine.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
if [[ $# -lt 2 ]]; then
    note "usage: scripts/bench_queries.sh INDEX QUERIES [REPETITIONS]"
    exit 2
fi
index=$1 queries=$2 repetitions=${3:-3}
search=${DATELINE_SEARCH:-$dateline_build/searcher/dateline-search}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -E '^[[:alpha:]]+ [[:alpha:]]+$' "$queries" | sort -u >"$work/words"
sed -E 's/(.*)/"\1"/' "$work/words" >"$work/phrase"
sed -E 's/(.*)/~"\1"/' "$work/words" >"$work/stemmed"
sed -E 's/ / NEAR\/5 /' "$work/words" >"$work/near"
sed -E 's/ / w\/s /' "$work/words" >"$work/sentence"
echo "$(wc -l <"$work/words") pairs of words"

# median_ms FILE ARGUMENT…: batch mode's median in milliseconds.
median_ms() {
    local file=$1
    shift
    "$search" -d "$index" --batch "$file" --batch-format lines --timing -n 10 --exact-totals "$@" \
        2>&1 >/dev/null | sed -nE 's/.*p50 ([0-9.]+) (ns|µs|ms|s),.*/\1 \2/p' |
        awk '{ f["ns"] = 1e-6; f["µs"] = 1e-3; f["ms"] = 1; f["s"] = 1000; print $1 * f[$2] }'
}

kinds=(words snippets facets timeline phrase stemmed near sentence)
run_kind() {
    case $1 in
        snippets) median_ms "$work/words" --snippets ;;
        facets) median_ms "$work/words" --snippets --per-query --facet source --facet month ;;
        timeline) median_ms "$work/words" --snippets --per-query --facet source --facet month --timeline ;;
        *) median_ms "$work/$1" ;;
    esac
}
run_kind words >/dev/null  # warms the file cache
for ((i = 0; i < repetitions; ++i)); do
    for kind in "${kinds[@]}"; do
        run_kind "$kind" >>"$work/$kind.ms"
    done
done
middle() { sort -g "$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
base=$(middle "$work/words.ms")
for kind in "${kinds[@]}"; do
    middle "$work/$kind.ms" | awk -v kind="$kind" -v base="$base" \
        '{ printf "%-10s %8.3f ms  %5.2f times words\n", kind, $1, $1 / base }'
done
