//! Gives the shared library the name that programs look for when they start.

fn main() {
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if matches!(system.as_str(), "linux" | "android" | "freebsd") {
        // The number changes when a program built against the old header could no longer run: see crm_abi_version.
        // Android loads libraries by their file name and has no versions.
        let name = if system == "android" { "libcrm.so" } else { "libcrm.so.0" };
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,{name}");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
