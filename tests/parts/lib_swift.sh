# Swift for Linux comes in Debian 13 ("trixie"); on an older Debian it runs in a chroot of that release.
# Made once (about 2.5 minutes, 2.7 GB), kept in $CRM_TRIXIE. Sourced by swift.sh after lib.sh.
# shellcheck shell=bash
trixie=${CRM_TRIXIE:-/var/cache/crm/trixie}

# The mirror is the machine's own, from its apt sources (new format, then old).
debian_mirror() {
    local mirror
    mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
    [ -n "$mirror" ] || mirror=$(sed -n 's/^deb \(\[[^]]*\] *\)\{0,1\}\([^ ]*\) .*/\2/p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)
    [ -n "$mirror" ] || die "no Debian mirror in /etc/apt/sources.list or sources.list.d"
    printf '%s\n' "$mirror"
}

# in_trixie FOLDER COMMAND...: runs COMMAND in the chroot, with FOLDER seen as /src and as the current folder.
# The mounts live in a mount namespace of their own: they end with the command, also when it is killed.
# /proc is needed: without it swiftc cannot find its own standard library.
in_trixie() {
    local folder=$1
    shift
    # shellcheck disable=SC2016
    unshare --mount --propagation private bash -euc '
        mkdir -p "$1/src"
        mount --bind /proc "$1/proc"
        mount --bind "$2" "$1/src"
        exec chroot "$1" /usr/bin/env -C /src HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "${@:3}"
    ' in_trixie "$trixie" "$folder" "$@"
}

make_trixie() {
    rm -rf --one-file-system "$trixie"
    mkdir -p "$(dirname "$trixie")"
    step "debootstrap trixie" debootstrap --variant=minbase trixie "$trixie" "$(debian_mirror)"
    cp -L /etc/resolv.conf /etc/hosts "$trixie/etc/"
    echo 'APT::Install-Recommends "false";' >"$trixie/etc/apt/apt.conf.d/99min"
    step "apt-get update in trixie" in_trixie "$work" apt-get update
    # Without libc6-dev the generated module map fails: 'sys/param.h' file not found.
    step "install swiftlang" in_trixie "$work" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y swiftlang libc6-dev libstdc++-14-dev libgcc-14-dev binutils
    in_trixie "$work" apt-get clean
    touch "$trixie/.complete"       # last: an interrupted build has no marker and is made anew
}

need_swift() {
    [ "$(id -u)" = 0 ] || die "needs root for its chroot; run: sudo tests/run swift"
    need_command unshare util-linux
    if [ ! -e "$trixie/.complete" ]; then
        need_command debootstrap debootstrap
        make_trixie
    fi
}

# swift_tree TREE: lays TREE out like the repository, so that the packages find each other by the paths they name:
# crm-ffi/swift with its generated sources and the tests of tests/swift, examples/swift, tests/scenarios, lib/libcrm.so.
# What SwiftPM built before (.build) stays.
swift_tree() {
    local tree=$1 package=$1/crm-ffi/swift folder
    mkdir -p "$package" "$tree/examples/swift" "$tree/tests" "$tree/lib"
    for folder in crm-ffi/swift examples/swift; do
        find "$tree/$folder" -mindepth 1 -maxdepth 1 ! -name .build -exec rm -rf {} +
        find "$folder" -mindepth 1 -maxdepth 1 ! -name .build -exec cp -a {} "$tree/$folder/" \;
    done
    mkdir -p "$package/Tests/CrmKitTests"
    cp -a tests/swift/. "$stories/swift/." "$facades/swift/." "$package/Tests/CrmKitTests/"
    rm -rf "$tree/tests/packs"
    cp -a "$CRM_PACKS" "$tree/tests/packs"
    rm -rf "$tree/tests/scenarios"
    [ ! -d tests/scenarios ] || cp -a tests/scenarios "$tree/tests/"
    cp "$mobile_lib/libcrm.so" "$tree/lib/"
    # The name written in the library (SONAME) is the one that programs look for.
    local soname
    soname=$(readelf -d "$tree/lib/libcrm.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    [ -z "$soname" ] || ln -sf libcrm.so "$tree/lib/$soname"
    bindgen swift "$mobile_lib/libcrm.so" "$package"
}
