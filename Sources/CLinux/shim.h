#pragma once

// What glibc shows only to those who ask for its extensions, as Swift's own module of it does not.

/// Returns once all files of the disk that this one is on are saved (syncfs(2)).
extern int syncfs(int descriptor);

/// Sets how memory is had (mallopt(3)).
extern int mallopt(int parameter, int value);

#define M_ARENA_MAX -8
