#!/usr/bin/env bash
# The Swift package on Linux, by SwiftPM and XCTest in a chroot: crm-ffi/swift with its generated sources, the tests of
# tests/swift, then every program of examples/swift, each a package of its own.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_bindgen.sh
source tests/parts/lib_swift.sh
need crm-ffi/swift/Package.swift 'tests/swift/*.swift' 'examples/swift/*/Package.swift'
need_swift
# Built out here: what is built inside needs the newer C library of the chroot.
mobile_library
stories
facade swift
tree=$work/tree
swift_tree "$tree"

# Two packages must not have the same last folder name: SwiftPM takes it for their identity, so a package straight in
# examples/swift would be "cyclic" with crm-ffi/swift.
#
# swift PACKAGE COMMAND...: SwiftPM in a package of the tree. Its own sandbox is for macOS.
swift() {
    in_trixie "$tree" env -C "/src/$1" LD_LIBRARY_PATH=/src/lib CRM_SCENARIOS=/src/tests/scenarios \
        CRM_PACKS=/src/tests/packs \
        swift "$2" --disable-sandbox --quiet -Xlinker -L/src/lib "${@:3}"
}

step "swift build" swift crm-ffi/swift build --build-tests
# Without the flag the newer test library would close with its own "0 tests passed".
swift crm-ffi/swift test --skip-build --disable-swift-testing 2>&1 | tee "$work/tests.log"
told=$(grep -c "StoryTests.testStory' passed" "$work/tests.log") || true
[ "$told" = "$(story_count)" ] || die "$told of $(story_count) stories were told"
echo "$told stories replayed"

for example in examples/swift/*/; do
    example=${example%/}
    step "$example" swift "$example" run
done

# The README's start, typed in the tree as it stands there, but for what was built out here already.
tests/readme.py README.md Swift program >"$tree/$(tests/readme.py README.md Swift name)"
typed=$(tests/readme.py README.md Swift commands | grep -v '^cargo ')
mkdir -p "$tree/target"
ln -sfn ../lib "$tree/target/debug"
start() { in_trixie "$tree" bash -euc "$typed" >"$work/printed.txt" && tests/readme.py README.md Swift check "$work/printed.txt"; }
step "README's start" start

# What the page of the package begins with, in the place of an example, as it stands.
page=examples/swift/quickstart
first_example crm-ffi/swift/README.md swift >"$tree/$page/Sources/quickstart/main.swift"
rm -f "$tree/$page"/erp.crm*
step "crm-ffi/swift/README.md" swift "$page" run
grep -qF '["Jade"]' "$logs/swift-crm-ffi-swift-README-md.log" || die "the start in crm-ffi/swift/README.md fails"
