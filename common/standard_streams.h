// Standard input, output and error as a program should find and leave them.
#pragma once

namespace dateline {

// Opens what of file descriptors 0 to 2 the caller has closed, so that no file of ours is taken for
// them later: reading or writing there fails as it does where they are closed.
void occupy_standard_streams();

// Writes out what std::cout holds. Throws Error if any of it, now or before, could not be written.
void flush_standard_output();

}  // namespace dateline
