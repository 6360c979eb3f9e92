"""The growth maths: pure functions, arrays and frames in, frames out."""
