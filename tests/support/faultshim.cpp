// Preloaded into the program under test: makes writes to its store fail, and moves its wall clock, as told through a
// file that the test maps too (see tests/scenarios/faults.py for the other side of the layout).

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

namespace
{

struct Orders {
    std::atomic<std::int32_t> error;       // errno of a failing call; 0: none fails
    std::atomic<std::int32_t> spared;      // so many calls pass before the first failure
    std::atomic<std::int32_t> failures;    // so many calls fail then; -1: all
    std::atomic<std::int32_t> syncsOnly;   // 1: only fsync and fdatasync fail
    std::atomic<std::int64_t> wallSeconds; // added to the wall clock
    std::atomic<std::int64_t> failed;      // counted here: calls that were made to fail
    std::atomic<std::int64_t> passed;      // counted here: calls that were let pass
};

Orders *orders()
{
    static Orders *mapped = [] {
        const char *name = std::getenv("FOYER_FAULTS");
        const int file = name ? ::open(name, O_RDWR | O_CLOEXEC) : -1;
        void *memory =
            file < 0 ? MAP_FAILED : ::mmap(nullptr, sizeof(Orders), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (file >= 0)
            ::close(file);
        return memory == MAP_FAILED ? nullptr : static_cast<Orders *>(memory);
    }();
    return mapped;
}

template <class Function>
Function *next(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

bool isOfTheStore(int file)
{
    char link[64];
    char target[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = ::readlink(link, target, sizeof target - 1);
    if (length <= 0)
        return false;
    target[length] = 0;
    return std::strstr(target, "messages.sqlite") != nullptr;
}

bool fails(int file, bool isSync)
{
    Orders *const told = orders();
    if (!told || told->error == 0 || (told->syncsOnly == 1 && !isSync) || !isOfTheStore(file))
        return false;
    if (told->spared.fetch_sub(1) > 0) {
        ++told->passed;
        return false;
    }
    if (told->failures == 0)
        return false;
    if (told->failures > 0)
        --told->failures;
    ++told->failed;
    errno = told->error;
    return true;
}

} // namespace

extern "C" {

ssize_t write(int file, const void *data, size_t size)
{
    static auto *const real = next<ssize_t(int, const void *, size_t)>("write");
    return fails(file, false) ? -1 : real(file, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset)
{
    static auto *const real = next<ssize_t(int, const void *, size_t, off64_t)>("pwrite64");
    return fails(file, false) ? -1 : real(file, data, size, offset);
}

int fsync(int file)
{
    static auto *const real = next<int(int)>("fsync");
    return fails(file, true) ? -1 : real(file);
}

int fdatasync(int file)
{
    static auto *const real = next<int(int)>("fdatasync");
    return fails(file, true) ? -1 : real(file);
}

int ftruncate64(int file, off64_t size)
{
    static auto *const real = next<int(int, off64_t)>("ftruncate64");
    return fails(file, false) ? -1 : real(file, size);
}

int clock_gettime(clockid_t which, timespec *time)
{
    static auto *const real = next<int(clockid_t, timespec *)>("clock_gettime");
    const int result = real(which, time);
    if (result == 0 && which == CLOCK_REALTIME && orders())
        time->tv_sec += orders()->wallSeconds;
    return result;
}

int gettimeofday(timeval *time, void *zone)
{
    static auto *const real = next<int(timeval *, void *)>("gettimeofday");
    const int result = real(time, zone);
    if (result == 0 && time && orders())
        time->tv_sec += orders()->wallSeconds;
    return result;
}

} // extern "C"
