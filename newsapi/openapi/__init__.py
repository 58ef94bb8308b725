"""What the OpenAPI document says beyond the code: the operations' names, shared answers, and examples."""
