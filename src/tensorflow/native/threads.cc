#include "threads.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace fovea {
namespace {

int wantedThreads() {
  if (const char* asked = std::getenv("TF_NUM_INTRAOP_THREADS")) {
    if (const int count = std::atoi(asked); count > 0) return count;
  }
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return std::max(1, CPU_COUNT(&allowed));
  return std::max(1u, std::thread::hardware_concurrency());
}

// Spins for a short time until a condition holds: waking a thread that sleeps takes as long as a small kernel. The core is yielded to
// other threads.
template <class Condition>
void spinUntil(const Condition& condition) {
  using Clock = std::chrono::steady_clock;
  for (const auto end = Clock::now() + std::chrono::microseconds(200); !condition() && Clock::now() < end;) sched_yield();
}

class Pool {
 public:
  explicit Pool(int threads) {
    try {
      for (int i = 1; i < threads; i++) std::thread([this] { work(); }).detach();
    } catch (const std::system_error&) {
      // The system gives no more threads: those that were started do the work.
    }
  }

  void run(int count, const std::function<void(int)>& task) {
    // Where a task, or another thread meanwhile, calls parallel(), its tasks run on the calling thread.
    if (busy_.exchange(true)) {
      for (int i = 0; i < count; i++) task(i);
      return;
    }
    {
      std::lock_guard<std::mutex> lock(mutex_);
      task_ = &task;
      count_ = count;
      next_ = 0;
      job_++;
    }
    wake_.notify_all();
    takeTasks(task, count);
    std::unique_lock<std::mutex> lock(mutex_);
    task_ = nullptr;
    if (active_ != 0) {
      lock.unlock();
      spinUntil([this] { return active_ == 0; });
      lock.lock();
    }
    done_.wait(lock, [this] { return active_ == 0; });
    const std::exception_ptr failure = std::exchange(failure_, nullptr);
    lock.unlock();
    busy_ = false;
    if (failure) std::rethrow_exception(failure);
  }

 private:
  // Throws nothing. The first exception of a task is kept for the caller of run(), and no further task begins.
  void takeTasks(const std::function<void(int)>& task, int count) {
    try {
      for (int i = next_++; i < count; i = next_++) task(i);
    } catch (...) {
      next_ = count;
      std::lock_guard<std::mutex> lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
#if defined(__x86_64__)
    // Makes non-temporal stores visible before the job is reported as done.
    _mm_sfence();
#endif
  }

  void work() {
    unsigned seen = 0;
    for (;;) {
      spinUntil([&] { return job_ != seen; });
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, [&] { return job_ != seen; });
      seen = job_;
      if (!task_) continue;
      const std::function<void(int)>& task = *task_;
      const int count = count_;
      active_++;
      lock.unlock();
      takeTasks(task, count);
      lock.lock();
      if (--active_ == 0) done_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(int)>* task_ = nullptr;
  int count_ = 0;
  std::exception_ptr failure_;
  std::atomic<bool> busy_{false};
  std::atomic<int> active_{0}, next_{0};
  std::atomic<unsigned> job_{0};
};

}  // namespace

int threadCount() {
  static const int count = wantedThreads();
  return count;
}

void parallel(int count, const std::function<void(int)>& task) {
  // Never freed: its threads wait for it until the process ends.
  static Pool* const pool = new Pool(threadCount());
  if (count == 1) return task(0);
  pool->run(count, task);
}

}  // namespace fovea
