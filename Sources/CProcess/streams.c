#include <fcntl.h>

#include "CProcess.h"

// A standard stream that was closed by whoever started the program gets a placeholder that takes nothing and has nothing.
// Otherwise the next file that is opened would have its number, and messages would end up in it: in the journal, or in what
// wakes the threads of Swift's own libraries, which are begun before main.
__attribute__((constructor)) static void keep_standard_streams(void) {
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    // The lowest free number is taken, which is this one.
    if (fcntl(descriptor, F_GETFD) < 0) (void)open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
  }
}
