#include "kernel.h"

#include <cstring>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

namespace fovea {
namespace {

class Status {
 public:
  Status() : status_(TF_NewStatus()) {}
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() const { return status_; }
  void check() const {
    if (TF_GetCode(status_) != TF_OK) throw std::runtime_error(TF_Message(status_));
  }

 private:
  TF_Status* status_;
};

int inInt(int64_t value, const char* what) {
  require(value == static_cast<int>(value), what);
  return static_cast<int>(value);
}

TF_DataType inTensorflow(ElementType type) {
  switch (type) {
    case ElementType::kUint8:
      return TF_UINT8;
    case ElementType::kBfloat16:
      return TF_BFLOAT16;
    case ElementType::kFloat:
      return TF_FLOAT;
  }
  throw std::logic_error("An unknown type of element.");
}

}  // namespace

Tensor::~Tensor() {
  if (tensor_) TF_DeleteTensor(tensor_);
}

void* Tensor::untypedData() const { return TF_TensorData(tensor_); }

int Tensor::rank() const { return TF_NumDims(tensor_); }

int64_t Tensor::dim(int i) const { return TF_Dim(tensor_, i); }

int64_t Tensor::size() const { return TF_TensorElementCount(tensor_); }

Shape Tensor::shape() const {
  Shape shape(rank());
  for (int i = 0; i < rank(); i++) shape[i] = dim(i);
  return shape;
}

int Tensor::length(int i) const { return inInt(dim(i), "an axis that an int can count"); }

float Attributes::number(const char* name) const {
  Status status;
  float value = 0;
  TF_OpKernelConstruction_GetAttrFloat(construction_, name, &value, status);
  status.check();
  return value;
}

int Attributes::integer(const char* name) const {
  Status status;
  int64_t value = 0;
  TF_OpKernelConstruction_GetAttrInt64(construction_, name, &value, status);
  status.check();
  return inInt(value, "a number that an int holds");
}

Tensor Context::input(int i) const {
  Status status;
  TF_Tensor* tensor = nullptr;
  TF_GetInput(context_, i, &tensor, status);
  status.check();
  return Tensor(tensor);
}

Tensor Context::output(int i, const Shape& shape, ElementType type, size_t bytes) const {
  Status status;
  for (const int64_t size : shape) bytes *= size;
  TF_Tensor* tensor = TF_AllocateOutput(context_, i, inTensorflow(type), shape.data(), shape.size(), bytes, status);
  status.check();
  return Tensor(tensor);
}

void require(bool condition, const char* what) {
  if (!condition) throw BadInput(std::string("Expected ") + what + ".");
}

void fail(TF_OpKernelConstruction* construction, const char* message) {
  Status status;
  TF_SetStatus(status, TF_INVALID_ARGUMENT, message);
  TF_OpKernelConstruction_Failure(construction, status);
}

void fail(TF_OpKernelContext* context, const char* message) {
  Status status;
  TF_SetStatus(status, TF_INVALID_ARGUMENT, message);
  TF_OpKernelContext_Failure(context, status);
}

void defineOperation(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                     const std::vector<const char*>& attributes) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(name);
  const auto typed = [](const char* name) {
    return std::strchr(name, ':') ? std::string(name) : std::string(name) + ": float";
  };
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(definition, typed(input).c_str());
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(definition, typed(output).c_str());
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, TF_ShapeInferenceContextSetUnknownShape);
  TF_RegisterOpDefinition(definition, status);
  status.check();
}

void addKernel(const char* name, const ElementType* type, void* (*create)(TF_OpKernelConstruction*),
               void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*)) {
  Status status;
  TF_KernelBuilder* builder = TF_NewKernelBuilder(name, "CPU", create, compute, destroy);
  if (type) {
    TF_KernelBuilder_TypeConstraint(builder, "T", inTensorflow(*type), status);
    status.check();
  }
  TF_RegisterKernelBuilder(name, builder, status);
  status.check();
}

}  // namespace fovea
