#include "CProcess.h"

// Package.swift defines it. In C, because a new commit then compiles this file again and nothing else.
#ifndef TICKETFERRY_COMMIT
#define TICKETFERRY_COMMIT ""
#endif

const char *ticketferry_commit(void) { return TICKETFERRY_COMMIT; }
