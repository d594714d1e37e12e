#!/usr/bin/env bash
# Checks the HTML output of dateline-search in a real Chromium with axe (check.mjs), on the sample articles and on hostile ones.
# Usage: tests/html/run.sh BUILD-FOLDER [SCREENSHOT-FOLDER]
# Needs node, npm, chromium and the npm packages axe-core and puppeteer-core, which it fetches into a temporary folder. Where one is
# missing it says so and skips. Exit status: 0 passed or skipped, 1 failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "$1" && pwd)

skip() { echo "skipped: $*"; exit 0; }

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    skip "chromium is not installed"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${2:-$work/shots}
mkdir -p "$shots"
modules=${DATELINE_HTML_MODULES:-$work}
if [[ ! -d $modules/node_modules/axe-core ]]; then
    echo '{"private":true}' >"$modules/package.json"
    (cd "$modules" && npm install --no-audit --no-fund --silent axe-core@4 puppeteer-core@24) ||
        skip "axe-core and puppeteer-core cannot be fetched"
fi

# What a page must survive: markup in every field, right-to-left text, one endless word, no title, no date.
cat >"$work/hostile.jsonl" <<'JSON'
{"id": "a\"><img src=//x.invalid/i.png>", "title": "<b>Ferry</b> & <script>document.title='x'</script>", "text": "The ferry </p></main><script src=//x.invalid/x.js></script> sailed.", "source": "<iframe src='//x.invalid'>", "url": "https://example.org/\"onmouseover=\"alert(1)", "date": "2024-05-01"}
{"id": "b", "title": "\u0627\u0644\u0639\u0628\u0651\u0627\u0631\u0629 ferry", "text": "\u0639\u0628\u0651\u0627\u0631\u0629 ferry \u0641\u064a \u0627\u0644\u0645\u064a\u0646\u0627\u0621.", "url": "javascript:alert(1)", "date": "2023"}
{"id": "c", "text": "ferryferryferryferryferryferryferryferryferryferryferryferryferryferryferryferryferryferryferryferryferry ferry."}
JSON
"$build/indexer/dateline-index" -q -d "$work/hostile" "$work/hostile.jsonl"
"$build/indexer/dateline-index" -q -d "$work/corpus" "$here/../../corpus/articles"
search=$build/searcher/dateline-search
page() {  # page NAME INDEX ARGUMENT…
    local status=0
    "$search" --format html -d "$work/$2" --now 2024-09-10 "${@:3}" >"$work/$1.html" || status=$?
    [[ $status -le 1 ]]
}
page corpus corpus "police OR ferry OR minister" --facet month --facet source:5 --significant 5 --timeline
page years corpus "the OR said" --facet year --facet mentions:year --facet lang -n 3
page mentioned corpus quellin --timeline=mentioned -n 5
page nothing corpus polcie --timeline
page hostile hostile "ferry <script>" --default-op or --facet source --facet day --timeline

node "$here/check.mjs" "$browser" "$modules" "$shots" "$work"/{corpus,years,mentioned,nothing,hostile}.html
