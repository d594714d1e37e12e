#include "searcher/prompt/command.h"

#include <algorithm>
#include <sstream>

#include "common/error.h"
#include "common/text.h"
#include "searcher/query/fields.h"

namespace dateline {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

std::string usage(const CommandSpec& spec) {
    std::string text = ":" + std::string(spec.name);
    if (!spec.argument.empty()) text += " " + std::string(spec.argument);
    return text;
}

const CommandSpec& find_command(const std::string& name) {
    std::vector<const CommandSpec*> found;
    std::vector<std::string> names;
    for (const CommandSpec& spec : kCommands) {
        if (spec.name == name) return spec;
        names.emplace_back(spec.name);
        if (!name.empty() && spec.name.starts_with(name)) found.push_back(&spec);
    }
    if (found.size() == 1) return *found.front();
    if (found.size() > 1) {
        std::string choices;
        for (const CommandSpec* spec : found)
            choices += (choices.empty() ? ":" : " or :") + std::string(spec->name);
        throw Error(":" + printable(name) + " is more than one command", choices);
    }
    const std::string nearest = nearest_name(name, names);
    throw Error("there is no command :" + printable(to_valid_utf8(name)),
                nearest.empty() ? ":help lists the commands" : ":" + nearest);
}

}  // namespace

bool is_command(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t");
    return begin != std::string_view::npos && line[begin] == ':';
}

Command parse_command(std::string_view line) {
    std::vector<std::string> words = words_of(line.substr(line.find(':') + 1));
    Command command;
    if (words.empty()) throw Error("a command is missing after the colon", ":help lists them");
    command.spec = &find_command(words.front());
    words.erase(words.begin());
    const CommandSpec& spec = *command.spec;
    switch (spec.takes) {
        case ArgumentKind::None:
            if (!words.empty()) {
                throw Error(usage(spec) + " takes no \"" + printable(to_valid_utf8(words[0])) +
                            "\"");
            }
            break;
        case ArgumentKind::Facets:
            break;  // without any, the choices are listed
        case ArgumentKind::Hit:
        case ArgumentKind::QueryName: {
            if (words.empty())
                throw Error(usage(spec) + ": " + std::string(spec.argument) + " is missing");
            // An id may have blanks in it.
            std::string whole;
            for (const std::string& word : words)
                whole += (whole.empty() ? "" : " ") + word;
            words = {whole};
            break;
        }
    }
    command.arguments = std::move(words);
    return command;
}

std::string command_help() {
    std::size_t width = 0;
    for (const CommandSpec& spec : kCommands)
        width = std::max(width, display_width(usage(spec)));
    std::string text;
    for (const CommandSpec& spec : kCommands) {
        const std::string left = usage(spec);
        text += "  " + left + std::string(width - display_width(left) + 2, ' ') +
                std::string(spec.meaning) + "\n";
    }
    return text;
}

}  // namespace dateline
