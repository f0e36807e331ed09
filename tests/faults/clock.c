/* A clock that is wrong in the worker processes alone, loaded before the C library's own.
 *
 * CLOCK_AHEAD=SECONDS: so much later (earlier, if negative) is the time of day in processes that a fork server made.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The command line of a fork server and of what it forks names the server. */
static int is_worker(void) {
  static int known = -1;
  if (known < 0) {
    char line[4096];
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? 0 : read(fd, line, sizeof line);
    if (fd >= 0) close(fd);
    known = size > 0 && memmem(line, (size_t)size, "forkserver", 10) != 0;
  }
  return known;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*call)(clockid_t, struct timespec *);
  if (!call) call = dlsym(RTLD_NEXT, "clock_gettime");
  int done = call(clock, now);
  const char *ahead = getenv("CLOCK_AHEAD");
  if (!done && clock == CLOCK_REALTIME && ahead && is_worker()) now->tv_sec += atol(ahead);
  return done;
}
