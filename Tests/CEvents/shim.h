// Linux's epoll and timer descriptors, which Swift's own map of the C library leaves out.
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/timerfd.h>
#endif
