# The C library as it is shipped to C hosts (without uniffi), and how to compile against it. Sourced after lib.sh.
# shellcheck shell=bash

# Both feature sets of crm-ffi have the same file names in target/debug, so this one is copied away at once.
c_lib=$target/tests/c-lib
c_warnings=(-Wall -Wextra -Wpedantic -Werror -g -I "$root/include")
c_shared=(-L "$c_lib" -lcrm "-Wl,-rpath,$c_lib")
# What Rust's standard library and SQLite need of the system; `cargo rustc -- --print native-static-libs` prints it.
c_static=("$c_lib/libcrm.a" -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc)

# c_library: builds it.
c_library() {
    need crm-ffi/Cargo.toml include/crm.h
    need_rust
    need_c
    step "libcrm" cargo build -p crm-ffi --no-default-features "${ffi_features[@]}"
    # Of the engine too; cargo tells them again of what was built before.
    ! grep -A 5 '^warning' "$logs/$part-libcrm.log" || die "libcrm is built with warnings"
    mkdir -p "$c_lib"
    cp "$target/debug/libcrm.so" "$target/debug/libcrm.a" "$c_lib/"
    # A program finds the library by the name written in it (SONAME), where it has one.
    local soname
    soname=$(readelf -d "$c_lib/libcrm.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    [ -z "$soname" ] || ln -sf libcrm.so "$c_lib/$soname"
}
