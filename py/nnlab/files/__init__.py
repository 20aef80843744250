"""What can be saved and opened again: the model file, a table, ONNX."""
