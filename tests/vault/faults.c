/* The n-th call that changes a file under a folder fails, once or from then on, or is the last that the process makes.
   Where a program wants it, what goes over a line is such a call too, for the one that is the last.
   Loaded with LD_PRELOAD by test_faults.py, test_keys_killed.py, test_killed.py and tests/sync, whose programs
   arm it by name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long fault_at = -1, calls = 0;
static int fault_errno = EIO, forever = 0, kills = 0, halves = 0, wired = 0;
static const char *folder = NULL;

/* The n-th call from now on fails with this error; n counts from 1.  keep: 0 it alone, 1 each one after it too,
   2 each fsync after it too. */
void faults_arm(long at, int number, int keep, const char *where) {
    calls = kills = halves = wired = 0;
    fault_at = at;
    fault_errno = number;
    forever = keep;
    folder = where ? strdup(where) : NULL;
}

/* SIGKILL in the place of the n-th call, or, if that is a write, after half of its bytes. */
void faults_kill(long at, int half, const char *where) {
    faults_arm(at, EIO, 0, where);
    kills = 1;
    halves = half;
}

/* From now on what is sent and read over the network counts too, until it is armed again. */
void faults_wire(void) { wired = 1; }

long faults_calls(void) { return calls; }

static int ours(int fd) {
    char link[64], path[4096];
    ssize_t length;
    if (fault_at < 0 || folder == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static int fails_as(int kept) {
    long call = __sync_add_and_fetch(&calls, 1);
    if (kills && call == fault_at) raise(SIGKILL);
    if (call == fault_at || (kept && fault_at > 0 && call > fault_at)) {
        errno = fault_errno;
        return 1;
    }
    return 0;
}
static int fails(void) { return fails_as(forever == 1); }
static int sync_fails(void) { return fails_as(forever != 0); }

static int dies_within(void) { return kills && halves && calls + 1 == fault_at; }

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__) = NULL; \
    if (real == NULL) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    if (!ours(fd)) return real(fd, data, size);
    if (dies_within()) real(fd, data, size / 2);
    return fails() ? -1 : real(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    if (!ours(fd)) return real(fd, data, size, at);
    if (dies_within()) real(fd, data, size / 2, at);
    return fails() ? -1 : real(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    if (!ours(fd)) return real(fd, data, size, at);
    if (dies_within()) real(fd, data, size / 2, at);
    return fails() ? -1 : real(fd, data, size, at);
}
int fsync(int fd) {
    REAL(int, fsync, int);
    return ours(fd) && sync_fails() ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    return ours(fd) && sync_fails() ? -1 : real(fd);
}
int ftruncate(int fd, off_t size) {
    REAL(int, ftruncate, int, off_t);
    return ours(fd) && fails() ? -1 : real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    return ours(fd) && fails() ? -1 : real(fd, size);
}
static int ours_by_name(const char *path) {
    return fault_at >= 0 && folder != NULL && strncmp(path, folder, strlen(folder)) == 0;
}
int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return ours_by_name(from) && fails() ? -1 : real(from, to);
}
int unlink(const char *path) {
    REAL(int, unlink, const char *);
    return ours_by_name(path) && fails() ? -1 : real(path);
}
int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return ours_by_name(path) && fails() ? -1 : real(path, mode);
}
int rmdir(const char *path) {
    REAL(int, rmdir, const char *);
    return ours_by_name(path) && fails() ? -1 : real(path);
}
int open64(const char *path, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return ours_by_name(path) && fails() ? -1 : real(path, flags, mode);
}
int open(const char *path, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return ours_by_name(path) && fails() ? -1 : real(path, flags, mode);
}

static int on_the_wire(int fd) {
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    if (!wired || !kills || fault_at < 0) return 0;
    return getsockname(fd, (struct sockaddr *)&name, &length) == 0 && name.ss_family == AF_INET;
}
ssize_t send(int fd, const void *data, size_t size, int flags) {
    REAL(ssize_t, send, int, const void *, size_t, int);
    if (!on_the_wire(fd)) return real(fd, data, size, flags);
    if (dies_within()) real(fd, data, size / 2, flags);
    fails();
    return real(fd, data, size, flags);
}
ssize_t recv(int fd, void *data, size_t size, int flags) {
    REAL(ssize_t, recv, int, void *, size_t, int);
    if (!on_the_wire(fd)) return real(fd, data, size, flags);
    if (dies_within()) real(fd, data, size < 20 ? size : 20, flags);
    fails();
    return real(fd, data, size, flags);
}
