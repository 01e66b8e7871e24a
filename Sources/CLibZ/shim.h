#pragma once
#include <zlib.h>

// The initialiser is a macro, which is not imported into Swift.
static inline int clibz_inflate_init(z_stream *stream) { return inflateInit(stream); }
