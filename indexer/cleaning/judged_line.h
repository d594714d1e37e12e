// A line with its shape and the zone that rules have given it so far.
#pragma once

#include "common/article.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"

namespace dateline {

struct JudgedLine {
    Line line;
    LineShape shape;
    Zone zone = Zone::Body;
};

}  // namespace dateline
