// A wall clock that jumps by hours and years, four times a second, forth and back. The monotonic clocks are left as
// they are, as no administrator can set those. Preloaded by `chaos`; for Linux only.
#ifdef __linux__
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const long jumps[] = {0, 3600, -3600, 0, 86400 * 400L, 1, -86400 * 400L, -7};

int clock_gettime(clockid_t clock, struct timespec *result) {
  long status = syscall(SYS_clock_gettime, clock, result);
  if (status == 0 && clock == CLOCK_REALTIME) {
    long quarter = result->tv_sec * 4 + result->tv_nsec / 250000000L;
    result->tv_sec += jumps[quarter % 8];
  }
  return (int)status;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  result->tv_sec = now.tv_sec;
  result->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != NULL) *result = now.tv_sec;
  return now.tv_sec;
}
#endif
