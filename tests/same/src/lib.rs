//! Nothing: only what this package depends on counts (`Cargo.toml`).
