#pragma once
#include <functional>

namespace fovea {

// Runs task(0) ... task(count - 1) once each on the machine's cores; the calling thread works, too. If a task throws, no further task
// begins, and the first exception is rethrown when all tasks that had begun have ended.
void parallel(int count, const std::function<void(int)>& task);

// How many threads parallel() uses.
int threadCount();

}  // namespace fovea
