// Catch2 by one name, whichever major version is installed.
#pragma once

#ifdef DATELINE_CATCH3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
