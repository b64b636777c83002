#pragma once
#include <functional>

namespace fovea {

// Runs task(0) ... task(count - 1), each once, on the machine's cores; the calling thread works too.
void parallel(int count, const std::function<void(int)>& task);

// How many threads parallel() uses.
int threadCount();

}  // namespace fovea
