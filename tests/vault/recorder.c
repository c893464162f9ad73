/* Writes down each call that changes a file under RECORDER_FOLDER, with its bytes, so that power losses can be played
   out afterwards.  Loaded with LD_PRELOAD by powerloss.py, which arms it by name.  One record: kind, path length, path,
   offset, data length, data; numbers are 8 bytes in the machine's order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int out = -1;
static char folder[4096];

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__) = NULL; \
    if (real == NULL) real = dlsym(RTLD_NEXT, #name)

static ssize_t put(const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t) = NULL;
    if (real == NULL) real = dlsym(RTLD_NEXT, "write");
    return real(out, data, size);
}

static void record(char kind, const char *path, long offset, const void *data, size_t size) {
    long numbers[3] = {(long)strlen(path), offset, (long)size};
    put(&kind, 1);
    put(numbers, sizeof numbers);
    put(path, strlen(path));
    if (size) put(data, size);
}

void recorder_arm(const char *log, const char *where) {
    strncpy(folder, where, sizeof folder - 1);
    out = open(log, O_CREAT | O_TRUNC | O_WRONLY, 0600);
}

void recorder_mark(const char *told) {
    if (out >= 0) record('m', "", 0, told, strlen(told));
}

void recorder_disarm(void) {
    if (out >= 0) close(out);
    out = -1;
}

static int ours_by_name(const char *path) { return out >= 0 && strncmp(path, folder, strlen(folder)) == 0; }

static int ours(int fd, char *path) {
    char link[64];
    ssize_t length;
    if (out < 0 || fd == out) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, 4095);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static void wrote(int fd, const void *data, ssize_t size, long at) {
    char path[4096];
    if (size > 0 && ours(fd, path)) record('w', path, at, data, (size_t)size);
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    long at = out >= 0 ? (long)lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t done = real(fd, data, size);
    wrote(fd, data, done, at);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    ssize_t done = real(fd, data, size, at);
    wrote(fd, data, done, (long)at);
    return done;
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    ssize_t done = real(fd, data, size, at);
    wrote(fd, data, done, (long)at);
    return done;
}
static void synced(int fd) {
    char path[4096];
    if (ours(fd, path)) record('s', path, 0, NULL, 0);
}
int fsync(int fd) {
    REAL(int, fsync, int);
    int done = real(fd);
    if (done == 0) synced(fd);
    return done;
}
int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    int done = real(fd);
    if (done == 0) synced(fd);
    return done;
}
static void cut(int fd, long size) {
    char path[4096];
    if (ours(fd, path)) record('t', path, size, NULL, 0);
}
int ftruncate(int fd, off_t size) {
    REAL(int, ftruncate, int, off_t);
    int done = real(fd, size);
    if (done == 0) cut(fd, (long)size);
    return done;
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, ftruncate64, int, off64_t);
    int done = real(fd, size);
    if (done == 0) cut(fd, (long)size);
    return done;
}
int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    int done = real(from, to);
    if (done == 0 && ours_by_name(from)) record('r', from, 0, to, strlen(to));
    return done;
}
int unlink(const char *path) {
    REAL(int, unlink, const char *);
    int done = real(path);
    if (done == 0 && ours_by_name(path)) record('u', path, 0, NULL, 0);
    return done;
}
int rmdir(const char *path) {
    REAL(int, rmdir, const char *);
    int done = real(path);
    if (done == 0 && ours_by_name(path)) record('u', path, 0, NULL, 0);
    return done;
}
int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    int done = real(path, mode);
    if (done == 0 && ours_by_name(path)) record('d', path, 0, NULL, 0);
    return done;
}
static void opened(const char *path, int flags, int there) {
    if (!ours_by_name(path)) return;
    if (!there && (flags & O_CREAT)) record('c', path, 0, NULL, 0);
    if (there && (flags & O_TRUNC)) record('t', path, 0, NULL, 0);
}
int open64(const char *path, int flags, ...) {
    REAL(int, open64, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    int there = out >= 0 && access(path, F_OK) == 0, fd = real(path, flags, mode);
    if (fd >= 0) opened(path, flags, there);
    return fd;
}
int open(const char *path, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    int there = out >= 0 && access(path, F_OK) == 0, fd = real(path, flags, mode);
    if (fd >= 0) opened(path, flags, there);
    return fd;
}
