// Checks of src/tensorflow/native/threads.cc, compiled and run by thread-pool.test.ts and sanitize.ts. Says what failed; exits with 1 if
// anything did.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "../../src/tensorflow/native/threads.h"

using fovea::parallel;

namespace {

int failures = 0;

void expect(bool condition, const std::string& what) {
  if (condition) return;
  std::printf("not true: %s\n", what.c_str());
  failures++;
}

// What parallel() threw; empty if nothing.
std::string messageOf(int count, const std::function<void(int)>& task) {
  try {
    parallel(count, task);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

bool runsEachOnce(int count) {
  std::vector<std::atomic<int>> runs(count);
  parallel(count, [&](int i) { runs[i]++; });
  for (const auto& each : runs)
    if (each != 1) return false;
  return true;
}

void sleepAWhile() { std::this_thread::sleep_for(std::chrono::microseconds(300)); }

}  // namespace

int main() {
  expect(fovea::threadCount() == 4, "TF_NUM_INTRAOP_THREADS is the number of threads");
  for (const int count : {0, 1, 2, 1000}) expect(runsEachOnce(count), std::to_string(count) + " tasks run once each");

  for (int round = 0; round < 200; round++) {
    // The task and what it refers to are gone as soon as parallel() throws: no worker may hold them then.
    {
      std::vector<int> numbers(64, round);
      std::atomic<int> running{0};
      const std::string message = messageOf(64, [&numbers, &running](int i) {
        running++;
        if (i == 3) {
          running--;
          throw std::runtime_error("task " + std::to_string(i));
        }
        if (i % 2) sleepAWhile();
        numbers[i]++;
        running--;
      });
      expect(message == "task 3", "what a task throws reaches the caller, not \"" + message + "\"");
      expect(running == 0, "all tasks that began have ended when parallel() throws");
    }
    expect(runsEachOnce(64), "after a task has thrown the next ones run once each");
  }

  const std::string all = messageOf(64, [](int) { throw std::runtime_error("every task"); });
  expect(all == "every task", "one of many exceptions reaches the caller");
  expect(messageOf(1, [](int) { throw std::runtime_error("alone"); }) == "alone", "a single task's exception reaches the caller");

  std::atomic<int> inner{0};
  parallel(8, [&](int) { parallel(8, [&](int) { inner++; }); });
  expect(inner == 64, "a task may call parallel()");
  const std::string nested = messageOf(8, [](int) { parallel(8, [](int) { throw std::runtime_error("within"); }); });
  expect(nested == "within", "an exception leaves parallel() within parallel()");

  std::vector<std::thread> callers;
  std::atomic<int> sum{0};
  for (int i = 0; i < 3; i++)
    callers.emplace_back([&] {
      for (int round = 0; round < 100; round++) parallel(10, [&](int) { sum++; });
    });
  for (auto& caller : callers) caller.join();
  expect(sum == 3000, "several threads may call parallel() at a time");
  expect(runsEachOnce(64), "in the end tasks run once each");
  return failures ? 1 : 0;
}
