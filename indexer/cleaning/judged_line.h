// A line with its shape and the zone that rules have given it so far.
#pragma once

#include <vector>

#include "common/article.h"
#include "indexer/cleaning/line_shape.h"
#include "indexer/cleaning/lines.h"

namespace dateline {

struct JudgedLine {
    Line line;
    LineShape shape;
    Zone zone = Zone::Body;
};

// The lines of a body, none of them judged yet. Of a paragraph whose lines were wrapped, those
// after the first are running text whatever their words, unless a few words that end no sentence
// are clearly a button or a byline.
std::vector<JudgedLine> shaped_lines(const LinedText& body);

}  // namespace dateline
