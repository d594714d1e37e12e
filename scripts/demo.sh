#!/usr/bin/env bash
# Installs what is missing, builds Dateline, indexes the sample articles and answers five queries.
# Usage: scripts/demo.sh
# Exit status: 0 if everything went as it should, 2 packages missing, else what failed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

ensure_packages
build_release dateline-index dateline-search

cd "$dateline_root"
index=build/demo-index
PATH="$dateline_build/indexer:$dateline_build/searcher:$PATH"

# The command as one would type it.
show() {
    local word line='$'
    for word in "$@"; do
        if [[ $word =~ ^[A-Za-z0-9_./:=,-]+$ ]]; then
            line+=" $word"
        else
            line+=" '${word//\'/\'\\\'\'}'"
        fi
    done
    printf '\n%s\n' "$line"
}

# expect STATUS COMMAND…: shows the command and its output; ends the demo if the status is another.
expect() {
    local wanted=$1 status=0
    shift
    show "$@"
    "$@" || status=$?
    if [[ $status != "$wanted" ]]; then
        note "exit status $status where $wanted was expected"
        exit $((status == 0 ? 1 : status))
    fi
}

# heading TEXT
heading() { printf '\n-- %s\n' "$1"; }

heading "Index the sample articles"
expect 0 dateline-index --index "$index" corpus/articles

heading "Keywords: all of them, in any form (negotiation, negotiators …)"
expect 0 dateline-search --index "$index" --limit 3 negotiating ferry

heading "A phrase: these words, in this order"
expect 0 dateline-search --index "$index" --limit 3 '"cooling-off period"'

heading "A field: only in titles"
expect 0 dateline-search --index "$index" --limit 3 title:chronometer

heading "Limited to dates"
expect 0 dateline-search --index "$index" --limit 3 ceasefire date:2024-05..2024-06

heading "Nothing to be found: exit status 1"
expect 1 dateline-search --index "$index" volcano

cat <<END

That was it. To go on by yourself, in $dateline_root:
  export PATH="$dateline_build/indexer:$dateline_build/searcher:\$PATH" DATELINE_INDEX="$dateline_root/$index"
  dateline-search 'quellin -haldrick'
END
