#pragma once
#include <functional>

namespace fovea {

// Runs task(0) ... task(count - 1), each once, on the machine's cores; the calling thread works too. Where tasks throw, what the first
// of them threw is thrown on once all that had begun have ended; others may then not have run.
void parallel(int count, const std::function<void(int)>& task);

// How many threads parallel() uses.
int threadCount();

}  // namespace fovea
