/* A disk for tests, loaded before the C library's own calls.
 *
 * DISK_LOG=FILE: what is written to the files of a database, what is forced to disk, and what is said on standard
 * output, in order: one letter (W write, S sync, T truncate, U unlink, A said), the length of the file's name, an
 * offset, a length, the name, the bytes.
 * DISK_FAILS=write:N or sync:N: from the N-th such call on, each fails with an input/output error.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int calls_of_write, calls_of_sync, log_fd = -2;

static ssize_t real_write(int fd, const void *bytes, size_t size) {
  static ssize_t (*call)(int, const void *, size_t);
  if (!call) call = dlsym(RTLD_NEXT, "write");
  return call(fd, bytes, size);
}

/* The name of the file behind a descriptor, if it is a database's and outlives the process; else 0. */
static int name_of(int fd, char *name, size_t room) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = readlink(link, name, room - 1);
  if (size <= 0) return 0;
  name[size] = 0;
  const char *base = strrchr(name, '/');
  if (!base || strncmp(base + 1, "newsloom.db", 11) || strstr(base, "-shm") || strstr(base, "(deleted)")) return 0;
  return 1;
}

static void tell(char what, const char *name, int64_t offset, const void *bytes, uint64_t size) {
  if (log_fd == -2) {
    const char *path = getenv("DISK_LOG");
    log_fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  }
  if (log_fd < 0) return;
  struct { char what; uint8_t pad[3]; uint32_t name; int64_t offset; uint64_t size; } head = {0};
  head.what = what;
  head.name = (uint32_t)strlen(name);
  head.offset = offset;
  head.size = size;
  struct iovec parts[3] = {{&head, sizeof head}, {(void *)name, head.name}, {(void *)bytes, bytes ? size : 0}};
  if (writev(log_fd, parts, 3) < 0) _exit(70);
}

static int fails(const char *what, int *calls) {
  const char *said = getenv("DISK_FAILS");
  size_t size = strlen(what);
  if (!said || strncmp(said, what, size) || said[size] != ':') return 0;
  if (++*calls < atoi(said + size + 1)) return 0;
  errno = EIO;
  return 1;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  char name[4096];
  if (fd > 2 && name_of(fd, name, sizeof name)) {
    if (fails("write", &calls_of_write)) return -1;
    tell('W', name, lseek(fd, 0, SEEK_CUR), bytes, size);
  }
  ssize_t done = real_write(fd, bytes, size);
  if (fd == 1 && done > 0) tell('A', "", 0, bytes, (uint64_t)done);
  return done;
}

static ssize_t written_at(int fd, const void *bytes, size_t size, off64_t at, const char *call_name) {
  ssize_t (*call)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, call_name);
  char name[4096];
  if (name_of(fd, name, sizeof name)) {
    if (fails("write", &calls_of_write)) return -1;
    tell('W', name, at, bytes, size);
  }
  return call(fd, bytes, size, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) { return written_at(fd, bytes, size, at, "pwrite"); }
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  return written_at(fd, bytes, size, at, "pwrite64");
}

static int synced(int fd, const char *call_name) {
  int (*call)(int) = dlsym(RTLD_NEXT, call_name);
  char name[4096];
  if (!name_of(fd, name, sizeof name)) return call(fd);
  if (fails("sync", &calls_of_sync)) return -1;
  int done = call(fd);
  if (!done) tell('S', name, 0, NULL, 0);
  return done;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

static int cut(int fd, off64_t size, const char *call_name) {
  int (*call)(int, off64_t) = dlsym(RTLD_NEXT, call_name);
  char name[4096];
  if (name_of(fd, name, sizeof name)) tell('T', name, size, NULL, 0);
  return call(fd, size);
}

int ftruncate(int fd, off_t size) { return cut(fd, size, "ftruncate"); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size, "ftruncate64"); }

int unlink(const char *path) {
  static int (*call)(const char *);
  if (!call) call = dlsym(RTLD_NEXT, "unlink");
  const char *base = strrchr(path, '/');
  if (base && !strncmp(base + 1, "newsloom.db", 11) && !strstr(base, "-shm")) tell('U', path, 0, NULL, 0);
  return call(path);
}
