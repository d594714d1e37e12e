#include "searcher/prompt/prompt_session.h"

#include <iostream>
#include <sstream>

#include "common/error.h"
#include "common/text.h"
#include "searcher/prompt/history.h"
#include "searcher/prompt/interrupt.h"
#include "searcher/prompt/line_editor.h"
#include "searcher/prompt/prompt.h"
#include "searcher/terminal/pager.h"
#include "searcher/terminal/wrap.h"

namespace dateline {
namespace {

std::string prompt_text(bool colour) {
    // \1 encloses what takes no room.
    return colour ? "\1\033[1m\1dateline>\1\033[0m\1 " : "dateline> ";
}

}  // namespace

int run_prompt(const SearchOptions& options, const TextStyle& style) {
    const InterruptHandler handler;
    SearchSession session(options, style);
    session.options().stop = &interrupt_flag();
    Prompt prompt(session, options.config_path);
    std::ostringstream greeting;
    prompt.greet(greeting);
    std::cout << wrap_lines(greeting.view(), terminal_size().columns) << std::flush;

    const HistoryFile history(history_path());
    LineEditor editor(
        prompt_text(style.colour),
        [&](std::string_view line, std::size_t cursor) { return prompt.complete(line, cursor); },
        history.load());
    bool complained = false;
    for (std::string line;;) {
        const LineEditor::Outcome outcome = editor.read(line);
        if (outcome == LineEditor::Outcome::End) return kExitHits;
        if (outcome == LineEditor::Outcome::Interrupted || line.empty()) continue;
        editor.remember(line);
        if (!history.add(line) && !complained) {
            std::cerr << "the history cannot be kept in " << printable(history_path()) << '\n';
            complained = true;
        }
        const TerminalSize size = terminal_size();
        if (size.columns > 0) session.style().width = size.columns;
        std::ostringstream out;
        std::ostringstream err;
        bool go_on = true;
        try {
            go_on = prompt.handle(line, out, err);
        } catch (const Xapian::Error& error) {
            err << printable(error.get_description()) << '\n';
        }
        std::cerr << wrap_lines(err.view(), error_terminal_size().columns) << std::flush;
        const bool prose = options.format == OutputFormat::Text;
        page(wrap_lines(out.view(), prose ? size.columns : 0), options.pager, size);
        if (!go_on) return kExitHits;
    }
}

}  // namespace dateline
