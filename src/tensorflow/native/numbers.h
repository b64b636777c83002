#pragma once
#include <new>
#include <vector>

namespace fovea {

// Allocates memory aligned to a line of the cache, so that no vector in it crosses two lines. The numbers are not initialized.
template <class T>
struct WholeLines {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};

  T* allocate(size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kLine)); }
  void deallocate(T* numbers, size_t) { ::operator delete(numbers, kLine); }
  template <class U>
  void construct(U*) {}
  template <class U>
  void construct(U* number, U value) {
    *number = value;
  }
  bool operator==(const WholeLines&) const { return true; }
  bool operator!=(const WholeLines&) const { return false; }
};

using Numbers = std::vector<float, WholeLines<float>>;

}  // namespace fovea
