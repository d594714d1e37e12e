#!/usr/bin/env bash
# Measures ranking on collections in BEIR's layout: indexes each, answers its queries, scores the
# runs, prints a table.
#
# Usage: scripts/evaluate.sh [OPTION…] COLLECTION…
#   COLLECTION       folder with corpus.jsonl or corpus.jsonl.gz, queries.jsonl, and qrels.tsv or
#                    qrels/test.tsv
#   --rank MODEL     as dateline-search takes it; repeat for several (default: the default ranking)
#   --expand         each model also with --expand
#   --metrics LIST   default: ndcg@10,map,p@10,recall@100,mrr
#   --limit N        hits a query (default: 1000)
#   -j N             search threads (default: 1)
#   --keep DIR       keep indexes, runs and scores in DIR, and use the indexes found there again
# The first ranking of the table is the one that the others are compared with: `p` is that of the
# first metric's difference by a paired randomisation test.
#
# Exit status: 0 all measured, 1 some collection failed (named on standard error; the table shows the
# others), 2 wrong usage or packages missing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
}

fail_usage() {
    note "$1"
    note "try scripts/evaluate.sh --help"
    exit 2
}

models=()
expansions=("")
metrics=ndcg@10,map,p@10,recall@100,mrr
limit=1000
threads=1
keep=
collections=()
while (($# > 0)); do
    case $1 in
        --rank | --metrics | --limit | -j | --keep)
            (($# > 1)) || fail_usage "$1 needs a value"
            case $1 in
                --rank) models+=("$2") ;;
                --metrics) metrics=$2 ;;
                --limit) limit=$2 ;;
                -j) threads=$2 ;;
                --keep) keep=$2 ;;
            esac
            shift
            ;;
        --expand) expansions=("" --expand) ;;
        -h | --help)
            usage
            exit 0
            ;;
        -*) fail_usage "unknown option $1" ;;
        *) collections+=("$1") ;;
    esac
    shift
done
((${#collections[@]} > 0)) || fail_usage "no collection given"
((${#models[@]} > 0)) || models=("")

if [[ -n $keep ]]; then
    work=$keep
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi

ensure_packages
build_release dateline-index dateline-search
PATH="$dateline_build/indexer:$dateline_build/searcher:$PATH"

# first_file FILE…: the first that exists.
first_file() {
    local file
    for file in "$@"; do
        if [[ -f $file ]]; then
            printf '%s\n' "$file"
            return 0
        fi
    done
    return 1
}

# ranking_name MODEL EXPANSION
ranking_name() {
    printf '%s%s' "${1:-default}" "${2:+ +expand}"
}

# measure COLLECTION NAME: indexes it and appends a line `NAME ranking metric mean queries p` for each
# ranking and metric, tab-separated, to $work/table. Not under `set -e` (it is called in a condition), so
# each step says what becomes of a failure.
measure() {
    local collection=$1 name=$2 corpus queries qrels
    corpus=$(first_file "$collection"/corpus.jsonl{,.gz}) ||
        { note "$collection: no corpus.jsonl or corpus.jsonl.gz"; return 1; }
    queries=$(first_file "$collection/queries.jsonl") ||
        { note "$collection: no queries.jsonl"; return 1; }
    qrels=$(first_file "$collection/qrels.tsv" "$collection/qrels/test.tsv") ||
        { note "$collection: no qrels.tsv or qrels/test.tsv"; return 1; }

    local index=$work/$name/index
    mkdir -p "$work/$name" || return 1
    # The mark says that the index is whole, and of what: of which file in which state.
    local mark=$work/$name/indexed state
    state=$(stat -L -c '%n %s %Y' "$corpus" "$(command -v dateline-index)") || return 1
    if [[ ! -f $mark || $(<"$mark") != "$state" ]]; then
        rm -f "$mark"
        # 1: documents without any text, say, were skipped, and named.
        local indexed=0
        dateline-index --quiet --rebuild --index "$index" "$corpus" || indexed=$?
        ((indexed <= 1)) || { note "$collection: indexing failed with exit status $indexed"; return 1; }
        printf '%s\n' "$state" >"$mark" || return 1
    fi

    local model expansion ranking run scores status first="" failed=0
    for model in "${models[@]}"; do
        for expansion in "${expansions[@]}"; do
            ranking=$(ranking_name "$model" "$expansion")
            run=$work/$name/${ranking//[^A-Za-z0-9.,=+_-]/_}.run
            scores=${run%.run}.scores
            local options=(--index "$index" --batch "$queries" --format trec --limit "$limit" -j "$threads")
            [[ -z $model ]] || options+=(--rank "$model")
            [[ -z $expansion ]] || options+=("$expansion")
            status=0
            dateline-search "${options[@]}" >"$run" || status=$?
            if ((status == 2)) && [[ -s $run ]]; then
                note "$collection, $ranking: some queries failed and count as 0"
                failed=1
            elif ((status != 0)); then
                note "$collection, $ranking: searching failed with exit status $status"
                failed=1
                continue
            fi
            dateline-search --qrels "$qrels" --metrics "$metrics" ${first:+--compare "$first"} "$run" \
                >"$scores" ||
                { note "$collection, $ranking: scoring failed"; failed=1; continue; }
            # The lines of the run itself: with --compare those of the first one come too.
            awk -F '\t' -v OFS='\t' -v name="$name" -v ranking="$ranking" -v run="$run" '
                $1 == run { print name, ranking, $2, $3, $4, $6; found = 1 }
                END { exit !found }' "$scores" >>"$work/table" ||
                { note "$collection, $ranking: no scores in $scores"; failed=1; continue; }
            first=${first:-$run}
        done
    done
    return "$failed"
}

# Lines `collection ranking metric mean queries p` to a table: a row for each collection and ranking, a
# column for each metric; then each ranking's means over the collections that have them all.
print_table() {
    awk -F '\t' '
        !($1 in known) { known[$1]; names[++name_count] = $1; queries[$1] = $5 }
        !($2 in ranked) { ranked[$2]; rankings[++ranking_count] = $2 }
        !($3 in measured) { measured[$3]; metrics[++metric_count] = $3 }
        { value[$1, $2, $3] = $4; if ($3 == metrics[1]) p[$1, $2] = $6 }
        function row(name, ranking, queries, p,    i) {
            line = name "\t" ranking "\t" queries
            for (i = 1; i <= metric_count; ++i) line = line "\t" cells[i]
            print line "\t" p
        }
        END {
            for (i = 1; i <= metric_count; ++i) cells[i] = metrics[i]
            row("collection", "ranking", "queries", "p")
            for (n = 1; n <= name_count; ++n) {
                for (r = 1; r <= ranking_count; ++r) {
                    if (!((names[n], rankings[r], metrics[1]) in value)) { missing[r] = 1; continue }
                    for (i = 1; i <= metric_count; ++i) {
                        cells[i] = value[names[n], rankings[r], metrics[i]]
                        sum[r, i] += cells[i]
                    }
                    sub(/ .*/, "", queries[names[n]])
                    sub(/^p=/, "", p[names[n], rankings[r]])
                    row(names[n], rankings[r], queries[names[n]], p[names[n], rankings[r]])
                }
            }
            if (name_count < 2) exit
            for (r = 1; r <= ranking_count; ++r) {
                if (r in missing) continue
                for (i = 1; i <= metric_count; ++i) cells[i] = sprintf("%.4f", sum[r, i] / name_count)
                row("mean", rankings[r], "", "")
            }
        }' "$1" | align
}

# Tab-separated columns to columns of even width (characters, not bytes, where awk knows the difference).
align() {
    awk -F '\t' '
        { for (i = 1; i <= NF; ++i) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
        END {
            for (row = 1; row <= NR; ++row) {
                line = ""
                for (i = 1; i <= NF; ++i) line = line sprintf(i < 3 ? "%-*s  " : "%*s  ", width[i], cell[row, i])
                sub(/ +$/, "", line)
                print line
            }
        }'
}

: >"$work/table"
status=0
declare -A taken=()
for collection in "${collections[@]}"; do
    name=$(basename -- "$(realpath -m -- "$collection")")
    # Two folders of one name in different places stay apart.
    while [[ -n ${taken[$name]:-} ]]; do name+=_; done
    taken[$name]=1
    note "$name"
    measure "$collection" "$name" || status=1
done
[[ ! -s $work/table ]] || print_table "$work/table"
exit "$status"
