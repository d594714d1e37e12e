// Names of inputs that differ, for ids are made of them.
#pragma once

#include <vector>

#include "indexer/readers/input.h"

namespace dateline {

// Of files found under several arguments some may have one name, relative to their arguments.
// Those, and only those, are named from the lowest folder above all of them instead:
// 2023/index.html and 2024/index.html. Standard input keeps its name.
void tell_names_apart(std::vector<InputFile>& files);

}  // namespace dateline
