#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"
#include "vector.h"

namespace fovea {

using Shape = std::vector<int64_t>;

// TensorFlow's type of an element.
template <class E>
constexpr TF_DataType dataType() {
  if (std::is_same_v<E, uint8_t>) return TF_UINT8;
  return std::is_same_v<E, float> ? TF_FLOAT : TF_BFLOAT16;
}

// A handle of one of TensorFlow's tensors; the handle is freed when it goes out of scope.
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(Tensor&& other) : tensor_(other.tensor_) { other.tensor_ = nullptr; }
  ~Tensor() {
    if (tensor_) TF_DeleteTensor(tensor_);
  }
  template <class E = float>
  E* data() const {
    return static_cast<E*>(TF_TensorData(tensor_));
  }
  int rank() const { return TF_NumDims(tensor_); }
  int64_t dim(int i) const { return TF_Dim(tensor_, i); }
  // The same as an int. Throws BadInput if an int cannot hold it.
  int length(int i) const;
  Shape shape() const;
  int64_t size() const { return TF_TensorElementCount(tensor_); }

 private:
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
    return output(i, shape, dataType<E>(), sizeof(E));
  }

 private:
  Tensor output(int i, const Shape& shape, TF_DataType type, size_t bytes) const;

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
void addKernel(const char* name, const TF_DataType* type, void* (*create)(TF_OpKernelConstruction*),
               void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));

void fail(TF_OpKernelConstruction* construction, const char* message);
void fail(TF_OpKernelContext* context, const char* message);

// Registers a class K with `explicit K(const Attributes&)` and `void compute(const Context&) const`.
template <class K>
void addKernelOf(const char* name, const TF_DataType* type) {
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
  constexpr TF_DataType single = dataType<float>(), half = dataType<Bfloat16>();
  addKernelOf<K<float>>(name, &single);
  addKernelOf<K<Bfloat16>>(name, &half);
}

}  // namespace fovea
