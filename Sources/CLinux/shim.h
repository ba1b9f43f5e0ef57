#pragma once

// What glibc shows only to those who ask for its extensions, as Swift's own module of it does not.

#include <pthread.h>

/// Returns once all files of the disk that this one is on are saved (syncfs(2)).
extern int syncfs(int descriptor);

/// Sets how memory is had (mallopt(3)).
extern int mallopt(int parameter, int value);

/// Names a thread, with at most 15 bytes (pthread_setname_np(3)).
extern int pthread_setname_np(pthread_t thread, const char *name);

#define M_ARENA_MAX -8
