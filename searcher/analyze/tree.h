// The syntax tree drawn for people, and its parts looked at one by one.
#pragma once

#include <string>
#include <vector>

#include "searcher/query/ast.h"

namespace dateline {

// One node without its parts: "and", "near 5", "in title", "word gaza", "days
// 2024-05-06..2024-05-12, from \"last-week\"".
std::string node_label(const Query& query);

// One line a node, parts below their node:
//
//   and
//   ├─ near 5
//   │  ├─ word blinken
//   │  └─ word gaza
//   └─ in date
//      └─ days 2024-05-06..2024-05-12, from "last-week"
std::vector<std::string> draw_tree(const Query& query);

// A part of a tree as a query of its own: within the fields and zones that stand around it,
// outermost first.
Query in_context(const Query& part, const std::vector<const Query*>& around);

// Whether a node says where its part is looked for, so that it belongs to its part's context.
bool is_context(const Query& query);

}  // namespace dateline
