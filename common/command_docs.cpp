#include "common/command_docs.h"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <iterator>

#include "common/command_line.h"

namespace dateline {
namespace {

// An option as all consumers need it.
struct OptionFacts {
    std::vector<std::string> shorts;  // "n"
    std::vector<std::string> longs;   // "limit"
    std::string positional;           // "QUERY": no option but an argument
    std::string argument;             // "N"; empty for flags
    std::vector<std::string> choices;
    std::string description;
    bool repeats = false;
    bool takes_file = false;
    bool takes_folder = false;
};

// CLI11 puts what checks say behind the name, after a colon; those within brackets are of the name
// ("FIELD[:N]").
std::string argument_of(const std::string& type) {
    int open = 0;
    for (std::size_t at = 0; at < type.size(); ++at) {
        if (type[at] == '[') ++open;
        if (type[at] == ']') --open;
        if (open == 0 && (type[at] == ':' || type[at] == ' ')) return type.substr(0, at);
    }
    return type;
}

std::vector<OptionFacts> facts_of(const CLI::App& app, const CommandHints& hints) {
    std::vector<OptionFacts> list;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group().empty()) continue;  // hidden
        OptionFacts facts;
        facts.shorts = option->get_snames();
        facts.longs = option->get_lnames();
        if (facts.shorts.empty() && facts.longs.empty())
            facts.positional = option->get_name(true, false);
        const bool is_flag = option->get_items_expected_max() == 0;
        const std::string type = option->get_type_name();
        facts.choices = choices_of(*option);
        if (!is_flag) facts.argument = argument_of(type);
        if (facts.argument == "TEXT" || facts.argument.empty())
            facts.argument = is_flag ? "" : "WORD";
        facts.takes_folder = facts.argument == "DIR";
        facts.takes_file =
            facts.argument == "FILE" || facts.argument == "OUTPUT" || facts.argument == "RUN";
        facts.repeats = option->get_items_expected_max() > 1;
        facts.description = option->get_description();
        if (!facts.longs.empty()) {
            const auto values = hints.values.find(facts.longs.front());
            if (values != hints.values.end()) facts.choices = values->second;
        }
        list.push_back(std::move(facts));
    }
    return list;
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : between) + part;
    return text;
}

// Every spelling: "-n", "--limit".
std::vector<std::string> spellings(const OptionFacts& facts) {
    std::vector<std::string> names;
    for (const std::string& name : facts.shorts)
        names.push_back("-" + name);
    for (const std::string& name : facts.longs)
        names.push_back("--" + name);
    return names;
}

// ---- mdoc

std::string roff(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '\\') {
            result += "\\e";
        } else if (byte == '-') {
            result += "\\-";
        } else if (text.substr(at, 3) == "…") {
            result += "...";
            at += 2;
        } else {
            result += byte;
        }
    }
    return result;
}

std::string manual_options(const CLI::App& app, const CommandHints& hints) {
    constexpr std::size_t kInline = 40;
    std::string text = ".Bl -tag -width Ds\n";
    for (const OptionFacts& facts : facts_of(app, hints)) {
        text += ".It";
        if (!facts.positional.empty()) text += " Ar " + roff(facts.positional);
        bool first = true;
        for (const std::string& name : spellings(facts)) {
            text += first ? " " : " , ";
            first = false;
            text +=
                name.starts_with("--") ? "Fl Fl " + roff(name.substr(2)) : "Fl " + name.substr(1);
        }
        if (facts.positional.empty() && !facts.argument.empty()) {
            const std::string choices = joined(facts.choices, " | ");
            const bool shown =
                facts.argument == "WORD" && !choices.empty() && choices.size() <= kInline;
            text += " Ar " + (shown ? roff(choices) : roff(facts.argument));
        }
        text += "\n" + mdoc_text(facts.description) + "\n";
    }
    return text + ".El\n";
}

std::string manual(const CLI::App& app, const CommandHints& hints, std::string_view text) {
    std::string page;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line(text.substr(begin, end - begin));
        const auto found = hints.texts.find(line);
        if (line == "@OPTIONS@") {
            page += manual_options(app, hints);
        } else if (found != hints.texts.end()) {
            page += found->second;
        } else {
            page += line + "\n";
        }
        begin = end + 1;
    }
    return page;
}

// ---- Shells

std::string replaced(std::string text, std::string_view characters, const std::string& before) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (characters.find(text[at]) == std::string_view::npos) continue;
        text.insert(at, before);
        at += before.size();
    }
    return text;
}

// Within single quotes of a POSIX-like shell.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char byte : text)
        result += byte == '\'' ? "'\\''" : std::string(1, byte);
    return result + "'";
}

std::string identifier(const std::string& name) {
    std::string result = "_" + name;
    std::replace(result.begin(), result.end(), '-', '_');
    return result;
}

std::string bash(const CLI::App& app, const CommandHints& hints) {
    std::string cases;
    std::vector<std::string> all;
    for (const OptionFacts& facts : facts_of(app, hints)) {
        const std::vector<std::string> names = spellings(facts);
        all.insert(all.end(), names.begin(), names.end());
        if (names.empty() || facts.argument.empty()) continue;
        cases += "        " + joined(names, "|") + ")\n            ";
        if (!facts.choices.empty()) {
            cases += "mapfile -t COMPREPLY < <(compgen -W " + quoted(joined(facts.choices, " ")) +
                     " -- \"$word\")\n";
        } else if (facts.takes_file || facts.takes_folder) {
            cases +=
                "compopt -o filenames 2>/dev/null\n            mapfile -t COMPREPLY < <(compgen " +
                std::string(facts.takes_file ? "-f" : "-d") + " -- \"$word\")\n";
        } else {
            cases += "COMPREPLY=()\n";
        }
        cases += "            return\n            ;;\n";
    }
    const std::string function = identifier(app.get_name());
    std::string text =
        "# Completion of " + app.get_name() + " for bash; made from its options.\n" + function +
        "() {\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
        "    # --option=value comes as three words.\n"
        "    if [[ $word == = ]]; then\n"
        "        word=\n"
        "    elif [[ $before == = && $COMP_CWORD -gt 1 ]]; then\n"
        "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
        "    fi\n"
        "    case $before in\n" +
        cases +
        "    esac\n"
        "    if [[ $word == -* ]]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W " +
        quoted(joined(all, " ")) +
        " -- \"$word\")\n"
        "        return\n"
        "    fi\n";
    if (hints.files) {
        text +=
            "    compopt -o filenames 2>/dev/null\n"
            "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n";
    } else {
        text += "    compopt -o nospace 2>/dev/null\n    mapfile -t COMPREPLY < <(compgen -W " +
                quoted(joined(hints.words, " ")) + " -- \"$word\")\n";
    }
    return text + "}\ncomplete -F " + function + " " + app.get_name() + "\n";
}

// The first sentence, or what stands before a parenthesis or colon: completions have little room.
std::string summary(const std::string& description) {
    const std::size_t end =
        std::min({description.find(": "), description.find(" ("), description.find(". "),
                  description.find("; "), description.size()});
    return description.substr(0, end);
}

std::string zsh(const CLI::App& app, const CommandHints& hints) {
    std::string text =
        "#compdef " + app.get_name() + "\n# Made from its options.\n\n_arguments -s -S";
    for (const OptionFacts& facts : facts_of(app, hints)) {
        const std::vector<std::string> names = spellings(facts);
        if (names.empty()) continue;
        const std::string about = "[" + replaced(summary(facts.description), "[]:\\", "\\") + "]";
        std::string action;
        if (!facts.argument.empty()) {
            action = ":" + replaced(facts.argument, ":", "\\") + ":";
            if (!facts.choices.empty()) {
                action += "(" + replaced(joined(facts.choices, " "), ":", "\\") + ")";
            } else if (facts.takes_file) {
                action += "_files";
            } else if (facts.takes_folder) {
                action += "_files -/";
            } else {
                action += " ";
            }
        }
        for (const std::string& name : names) {
            const std::string ending =
                facts.argument.empty() ? "" : (name.starts_with("--") ? "=" : "+");
            const std::string others =
                facts.repeats ? "*" : (names.size() > 1 ? "(" + joined(names, " ") + ")" : "");
            const std::string argument =
                std::string(others).append(name).append(ending).append(about).append(action);
            text += " \\\n    " + quoted(argument);
        }
    }
    if (hints.files) {
        text += " \\\n    '*:file:_files'";
    } else {
        std::string words = joined(hints.words, " ");
        text += " \\\n    " + quoted("*:query:{compadd -S '' -- " + words + "}");
    }
    return text + "\n";
}

std::string fish(const CLI::App& app, const CommandHints& hints) {
    const auto in_quotes = [](const std::string& text) {
        return "'" + replaced(text, "'\\", "\\") + "'";
    };
    const std::string begin = "complete -c " + app.get_name();
    std::string text = "# Completion of " + app.get_name() + " for fish; made from its options.\n";
    if (!hints.files) {
        text += begin + " -f\n" + begin + " -a " + in_quotes(joined(hints.words, " ")) + "\n";
    }
    for (const OptionFacts& facts : facts_of(app, hints)) {
        if (facts.shorts.empty() && facts.longs.empty()) continue;
        text += begin;
        for (const std::string& name : facts.shorts)
            text += " -s " + name;
        for (const std::string& name : facts.longs)
            text += " -l " + name;
        if (!facts.choices.empty()) {
            text += " -x -a " + in_quotes(joined(facts.choices, " "));
        } else if (facts.takes_file) {
            text += " -r -F";
        } else if (facts.takes_folder) {
            text += " -x -a '(__fish_complete_directories)'";
        } else if (!facts.argument.empty()) {
            text += " -x";
        }
        text += " -d " + in_quotes(summary(facts.description)) + "\n";
    }
    return text;
}

}  // namespace

std::string mdoc_text(std::string_view text) {
    std::string result = roff(text);
    if (result.starts_with('.') || result.starts_with('\'')) result.insert(0, "\\&");
    for (std::size_t at = result.find(". "); at != std::string::npos;
         at = result.find(". ", at + 1)) {
        if (at + 2 < result.size() && std::isupper(static_cast<unsigned char>(result[at + 2])) != 0)
            result[at + 1] = '\n';
    }
    if (!result.empty() && result.back() != '.' && result.back() != '?') result += '.';
    return result;
}

void add_generate_option(CLI::App& app, std::string& kind) {
    app.add_option("--generate", kind, "Print a manual page or a completion")
        ->check(CLI::IsMember({"man", "bash", "zsh", "fish"}))
        ->configurable(false)
        ->group("");
}

void print_generated(const CLI::App& app, const std::string& kind, const CommandHints& hints) {
    std::string manual_template;
    if (kind == "man") manual_template.assign(std::istreambuf_iterator<char>(std::cin), {});
    std::cout << generate(app, kind, hints, manual_template);
}

std::string generate(const CLI::App& app, std::string_view kind, const CommandHints& hints,
                     std::string_view manual_template) {
    if (kind == "man") return manual(app, hints, manual_template);
    if (kind == "bash") return bash(app, hints);
    return kind == "zsh" ? zsh(app, hints) : fish(app, hints);
}

}  // namespace dateline
