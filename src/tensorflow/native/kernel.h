#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "vector.h"

// Of TensorFlow's C library. Only kernel.cc includes its headers: the other files compile before TensorFlow is installed.
struct TF_Tensor;
struct TF_OpKernelConstruction;
struct TF_OpKernelContext;

namespace fovea {

using Shape = std::vector<int64_t>;

enum class ElementType { kUint8, kBfloat16, kFloat };

template <class E>
constexpr ElementType elementType() {
  if (std::is_same_v<E, uint8_t>) return ElementType::kUint8;
  return std::is_same_v<E, float> ? ElementType::kFloat : ElementType::kBfloat16;
}

// A handle of one of TensorFlow's tensors; the handle is freed when it goes out of scope.
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(Tensor&& other) : tensor_(other.tensor_) { other.tensor_ = nullptr; }
  ~Tensor();
  template <class E = float>
  E* data() const {
    return static_cast<E*>(untypedData());
  }
  int rank() const;
  int64_t dim(int i) const;
  // The same as an int. Throws BadInput if an int cannot hold it.
  int length(int i) const;
  Shape shape() const;
  int64_t size() const;

 private:
  void* untypedData() const;

  TF_Tensor* tensor_;
};

// Attributes of a kernel, by name.
class Attributes {
 public:
  explicit Attributes(TF_OpKernelConstruction* construction) : construction_(construction) {}
  float number(const char* name) const;
  Activation activation() const { return {number("low"), number("high")}; }
  int integer(const char* name) const;

 private:
  TF_OpKernelConstruction* construction_;
};

// The inputs and outputs of one call of a kernel.
class Context {
 public:
  explicit Context(TF_OpKernelContext* context) : context_(context) {}
  Tensor input(int i) const;
  template <class E = float>
  Tensor output(int i, const Shape& shape) const {
    return output(i, shape, elementType<E>(), sizeof(E));
  }

 private:
  Tensor output(int i, const Shape& shape, ElementType type, size_t bytes) const;

  TF_OpKernelContext* context_;
};

// Thrown by kernels; reaches the caller as TensorFlow's InvalidArgument.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void require(bool condition, const char* what);

// Registers an operation. Inputs and outputs are float32 unless a type is given, e.g. "x: T".
// `attributes` are in TensorFlow's notation, e.g. "epsilon: float". Throws std::runtime_error with TensorFlow's message.
void defineOperation(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                     const std::vector<const char*>& attributes);

// Registers the CPU kernel of an operation for one type T, or, where `type` is null, of an operation without T.
void addKernel(const char* name, const ElementType* type, void* (*create)(TF_OpKernelConstruction*),
               void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));

void fail(TF_OpKernelConstruction* construction, const char* message);
void fail(TF_OpKernelContext* context, const char* message);

// Registers a class K with `explicit K(const Attributes&)` and `void compute(const Context&) const`.
template <class K>
void addKernelOf(const char* name, const ElementType* type) {
  addKernel(
      name, type,
      [](TF_OpKernelConstruction* construction) -> void* {
        try {
          return new K(Attributes(construction));
        } catch (const std::exception& error) {
          fail(construction, error.what());
          return nullptr;
        }
      },
      [](void* kernel, TF_OpKernelContext* context) {
        try {
          static_cast<const K*>(kernel)->compute(Context(context));
        } catch (const std::exception& error) {
          fail(context, error.what());
        }
      },
      [](void* kernel) { delete static_cast<K*>(kernel); });
}

// An operation on float32 alone.
template <class K>
void registerKernel(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                    const std::vector<const char*>& attributes) {
  defineOperation(name, inputs, outputs, attributes);
  addKernelOf<K>(name, nullptr);
}

// An operation with a type T: K<float> and K<Bfloat16>.
template <template <class> class K>
void registerKernels(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                     std::vector<const char*> attributes) {
  attributes.push_back("T: {float, bfloat16}");
  defineOperation(name, inputs, outputs, attributes);
  constexpr ElementType single = elementType<float>(), half = elementType<Bfloat16>();
  addKernelOf<K<float>>(name, &single);
  addKernelOf<K<Bfloat16>>(name, &half);
}

}  // namespace fovea
