#!/usr/bin/env bash
# Makes the pictures that the README shows, of corpus/: types into dateline-search in tmux and draws what stands on the terminal
# then, and photographs an HTML page in Chromium.
# Usage: scripts/picture.sh [FOLDER OF THE PROGRAMS] [SVG] [PNG]
#     default: build/release, searcher/prompt/session.svg, searcher/output/page.png
# Needs tmux; without Chromium the page is left as it is.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

build=$(cd "${1:-$dateline_build}" && pwd)
output=${2:-$dateline_root/searcher/prompt/session.svg}
photograph=${3:-$dateline_root/searcher/output/page.png}
columns=84
rows=40
if ! command -v tmux >/dev/null; then
    note "tmux is missing: apt-get install tmux"
    exit 2
fi

work=$(mktemp -d)
socket=$work/tmux
trap 'tmux -S "$socket" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
"$build/indexer/dateline-index" --no-config -q -d "$work/news" "$dateline_root/corpus/articles"

# screen: what stands there, blank lines at its end left out.
screen() { tmux -S "$socket" capture-pane -p "$@" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; }

# The prompt has come when it is the last line.
await_prompt() {
    local try
    for try in $(seq 200); do
        if [[ $(screen | tail -n 1) == "dateline>" ]]; then return; fi
        sleep 0.05
    done
    note "the prompt did not come (try $try); the screen:"
    screen >&2
    exit 1
}

# enter TEXT: typed and ended.
enter() {
    tmux -S "$socket" send-keys -l -- "$1"
    tmux -S "$socket" send-keys Enter
    sleep 0.2
    await_prompt
}

cd "$work"
env -i PATH="$PATH" HOME="$work" LC_ALL=C.UTF-8 TERM=xterm-256color \
    tmux -S "$socket" -f /dev/null new-session -d -x "$columns" -y "$rows" \
    "$build/searcher/dateline-search -d news -n 1"
tmux -S "$socket" set-option -g status off
await_prompt
enter 'ceasefire date:2024-05..2024-06'
enter ':facet source'
enter 'ceasefire NEAR/5 (signed OR'
enter 'ceasefire NEAR/5 (signed OR initialled)'
enter ':save signing'
tmux -S "$socket" send-keys -l 'negotiat'
tmux -S "$socket" send-keys Tab
sleep 0.5
screen -e >"$work/screen"

# Escape sequences of colour -> runs of SVG text. Only what the programs use is known: bold, dim, yellow, none.
awk -v columns="$columns" '
function escaped(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); return text }
function run(text,   style) {
    if (text == "") return ""
    style = ""
    if (bold) style = style " font-weight=\"bold\""
    if (yellow) style = style " fill=\"#e0b040\""
    else if (dim) style = style " fill=\"#8a93a0\""
    return "<tspan" style ">" escaped(text) "</tspan>"
}
{
    line = ""
    while (match($0, /\033\[[0-9;]*m/)) {
        line = line run(substr($0, 1, RSTART - 1))
        count = split(substr($0, RSTART + 2, RLENGTH - 3), codes, ";")
        if (count == 0) bold = dim = yellow = 0
        for (i = 1; i <= count; i++) {
            if (codes[i] + 0 == 0) bold = dim = yellow = 0
            if (codes[i] == 1) bold = 1
            if (codes[i] == 2) dim = 1
            if (codes[i] == 22) bold = dim = 0
            if (codes[i] == 33) yellow = 1
            if (codes[i] == 39) yellow = 0
        }
        $0 = substr($0, RSTART + RLENGTH)
    }
    lines[NR] = line run($0)
}
END {
    width = columns * 8.43 + 32
    height = NR * 18 + 32
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"", width, height, width, height
    print " aria-label=\"A session at the prompt of dateline-search\">"
    print "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b2027\"/>"
    print "<g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\" fill=\"#dfe4ea\" xml:space=\"preserve\">"
    for (i = 1; i <= NR; i++) printf "<text x=\"16\" y=\"%d\" xml:space=\"preserve\">%s</text>\n", i * 18 + 10, lines[i]
    print "</g>"
    print "</svg>"
}' "$work/screen" >"$output"
note "$output"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [[ -z $browser ]]; then
    note "Chromium is missing, so the picture of the page stays as it is"
    exit 0
fi
"$build/searcher/dateline-search" --no-config -d news --now 2024-09-10 --format html -n 6 --timeline \
    --facet month --facet source:5 --facet mentions:year 'ceasefire OR quellin' >"$work/page.html"
"$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,660 \
    --screenshot="$work/page.png" "file://$work/page.html" 2>"$work/browser.log" ||
    { cat "$work/browser.log" >&2; exit 1; }
mv "$work/page.png" "$photograph"
note "$photograph"
