//! What is checked and done.
