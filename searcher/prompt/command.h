// The prompt's commands: one table for reading, completing and explaining them.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace dateline {

enum class CommandKind { Facet, More, Show, Similar, Explain, Save, List, Help, Quit };

enum class ArgumentKind { None, Facets, Hit, QueryName };

struct CommandSpec {
    CommandKind kind;
    std::string_view name;      // without the colon
    std::string_view argument;  // for people; empty: takes none
    ArgumentKind takes;
    std::string_view meaning;
};

inline constexpr std::array<CommandSpec, 9> kCommands = {{
    {CommandKind::Facet, "facet", "FIELD ...", ArgumentKind::Facets,
     "count what the last query finds: by month, year, source …"},
    {CommandKind::More, "more", "", ArgumentKind::None, "the next hits of the last query"},
    {CommandKind::Show, "show", "N", ArgumentKind::Hit, "the whole article of hit N, or of an id"},
    {CommandKind::Similar, "similar", "N", ArgumentKind::Hit, "articles like hit N"},
    {CommandKind::Explain, "explain", "N", ArgumentKind::Hit,
     "why hit N matches the last query, and how it scores"},
    {CommandKind::Save, "save", "NAME", ArgumentKind::QueryName,
     "keep the last query in the configuration file: @NAME stands for it from now on"},
    {CommandKind::List, "list", "", ArgumentKind::None, "the queries that are kept"},
    {CommandKind::Help, "help", "", ArgumentKind::None, "this list"},
    {CommandKind::Quit, "quit", "", ArgumentKind::None, "the end; Ctrl-D does it too"},
}};

struct Command {
    const CommandSpec* spec = nullptr;
    std::vector<std::string> arguments;
};

// A line that begins with a colon asks for a command rather than a search.
bool is_command(std::string_view line);

// Reads ":show 3". A name may be cut short where one command begins so (":sh 3", ":q"). Throws
// Error for no command, for several, for an argument too many or missing.
Command parse_command(std::string_view line);

// ":help": a line for each command.
std::string command_help();

}  // namespace dateline
