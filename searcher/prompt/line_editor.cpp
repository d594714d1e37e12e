#include "searcher/prompt/line_editor.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <cwchar>

#include <histedit.h>
#include <langinfo.h>

#include "common/error.h"
#include "common/text.h"
#include "searcher/prompt/history.h"
#include "searcher/prompt/interrupt.h"
#include "searcher/terminal/terminal.h"

namespace dateline {
namespace {

constexpr std::size_t kMostListed = 60;  // candidates shown at once

// libedit reads and shows characters by the locale; what else the locale says is not for this
// program.
void use_utf8() {
    if (setlocale(LC_CTYPE, "") && std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
    setlocale(LC_CTYPE, "C.UTF-8");
}

// Reads one character; -1 with EINTR after Ctrl-C. libedit's own reader would go on after the first
// signal.
int read_character(EditLine* editor, wchar_t* character) {
    std::mbstate_t state{};
    for (;;) {
        if (interrupted()) {
            errno = EINTR;
            return -1;
        }
        char byte = 0;
        const ssize_t count = read(STDIN_FILENO, &byte, 1);
        if (count == 0) return 0;
        if (count < 0) {
            if (errno != EINTR || interrupted()) return -1;
            if (take_resized()) el_resize(editor);
            continue;
        }
        const std::size_t length = std::mbrtowc(character, &byte, 1, &state);
        if (length == static_cast<std::size_t>(-2)) continue;
        if (length == static_cast<std::size_t>(-1)) {
            state = {};
            *character = L'\ufffd';
        } else if (length == 0) {
            *character = L'\0';
        }
        return 1;
    }
}

// Candidates in columns under the line.
void list(const Completion& completion, std::FILE* out) {
    std::vector<std::string> shown;
    std::size_t widest = 0;
    for (const auto& candidate : completion.candidates) {
        if (shown.size() == kMostListed) break;
        shown.push_back(printable(candidate.text));
        widest = std::max(widest, display_width(shown.back()));
    }
    const std::size_t columns = std::max<std::size_t>(terminal_size().columns, 20);
    const std::size_t each = widest + 2;
    const std::size_t in_row = std::max<std::size_t>(columns / each, 1);
    const std::size_t rows = (shown.size() + in_row - 1) / in_row;
    std::string text = "\n";
    for (std::size_t row = 0; row < rows; ++row) {
        std::string line;
        for (std::size_t at = row; at < shown.size(); at += rows) {
            const std::size_t room = each - display_width(shown[at]);
            line += shown[at];
            if (at + rows < shown.size()) line += std::string(room, ' ');
        }
        text += line + "\n";
    }
    if (!completion.complete) {
        text += "and others\n";
    } else if (shown.size() < completion.candidates.size()) {
        text += "and " + std::to_string(completion.candidates.size() - shown.size()) + " more\n";
    }
    std::fputs(text.c_str(), out);
}

}  // namespace

struct LineEditor::State {
    EditLine* editor = nullptr;
    History* history = nullptr;
    std::string prompt;
    Completer completer;
    std::string last;  // line remembered

    ~State() {
        if (editor) el_end(editor);
        if (history) history_end(history);
    }

    static State& of(EditLine* editor) {
        void* data = nullptr;
        el_get(editor, EL_CLIENTDATA, &data);
        return *static_cast<State*>(data);
    }

    static char* prompt_of(EditLine* editor) { return of(editor).prompt.data(); }

    static unsigned char on_tab(EditLine* editor, int) {
        try {
            return of(editor).complete();
        } catch (const std::exception&) {
            return CC_ERROR;  // completing is a favour: the line is as it was
        }
    }

    unsigned char complete() {
        const LineInfo* info = el_line(editor);
        const std::string line(info->buffer, info->lastchar);
        const auto cursor = static_cast<std::size_t>(info->cursor - info->buffer);
        const Completion completion = completer(line, cursor);
        if (completion.candidates.empty()) return CC_ERROR;
        const std::string typed = line.substr(completion.begin, cursor - completion.begin);
        std::string text = common_begin(completion);
        const bool only = completion.complete && completion.candidates.size() == 1;
        if (only) {
            std::string ending = completion.candidates.front().ending;
            // A blank that stands there already is not put there once more.
            if (!ending.empty() && ending.back() == ' ' && line.substr(cursor).starts_with(' '))
                ending.pop_back();
            text += ending;
        }
        if (text.size() > typed.size() || (only && text != typed)) {
            // Characters, not bytes, are deleted.
            const auto characters = std::count_if(typed.begin(), typed.end(),
                                                  [](char byte) { return !is_continuation(byte); });
            if (characters > 0) el_deletestr(editor, static_cast<int>(characters));
            el_insertstr(editor, text.c_str());
            return CC_REFRESH;
        }
        if (only) return CC_ERROR;
        std::FILE* out = nullptr;
        el_get(editor, EL_GETFP, 1, &out);
        list(completion, out);
        return CC_REDISPLAY;
    }
};

LineEditor::LineEditor(std::string prompt, Completer completer,
                       const std::vector<std::string>& history)
    : state_(std::make_unique<State>()) {
    use_utf8();
    State& state = *state_;
    state.prompt = std::move(prompt);
    state.completer = std::move(completer);
    state.editor = el_init("dateline-search", stdin, stdout, stderr);
    state.history = history_init();
    if (!state.editor || !state.history) throw Error("the terminal cannot be used for a prompt");
    EditLine* const editor = state.editor;
    HistEvent event;
    ::history(state.history, &event, H_SETSIZE, static_cast<int>(2 * kHistoryLines));
    ::history(state.history, &event, H_SETUNIQUE, 1);
    el_set(editor, EL_CLIENTDATA, &state);
    el_set(editor, EL_PROMPT_ESC, &State::prompt_of, '\1');
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_SIGNAL, 0);
    el_set(editor, EL_HIST, ::history, state.history);
    el_wset(editor, EL_GETCFN, read_character);
    el_set(editor, EL_ADDFN, "dateline-complete", "Completes what stands before the cursor",
           &State::on_tab);
    el_set(editor, EL_BIND, "^I", "dateline-complete", nullptr);
    el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    el_set(editor, EL_BIND, "\\e[1;5C", "em-next-word", nullptr);
    el_set(editor, EL_BIND, "\\e[1;5D", "ed-prev-word", nullptr);
    el_source(editor, nullptr);
    for (const std::string& line : history)
        remember(line);
}

LineEditor::~LineEditor() = default;

LineEditor::Outcome LineEditor::read(std::string& line) {
    clear_interrupt();
    // Before the prompt is shown, not after: else what is typed in between is taken by the
    // terminal, Ctrl-D for good.
    el_set(state_->editor, EL_PREP_TERM, 1);
    int count = 0;
    const char* text = el_gets(state_->editor, &count);
    if (!text || count <= 0) {
        std::fputs("\n", stdout);
        std::fflush(stdout);
        if (!interrupted()) return Outcome::End;
        clear_interrupt();
        el_reset(state_->editor);
        return Outcome::Interrupted;
    }
    line = text;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.pop_back();
    return Outcome::Line;
}

void LineEditor::remember(const std::string& line) {
    if (line.empty() || line == state_->last) return;
    HistEvent event;
    ::history(state_->history, &event, H_ENTER, line.c_str());
    state_->last = line;
}

}  // namespace dateline
