# The Kotlin compiler, and the module as a jar. Sourced after lib.sh.
# shellcheck shell=bash
source tests/parts/lib_bindgen.sh

# JetBrains publishes the whole compiler for the JVM as an npm package; Debian's is too old.
kotlin_version=2.4.20
kotlin_sha512=205e4854cecba4f840fe7b47410a5a56dd72c6969a428bed11560bcaa58cb9a2ebd177a52cf3e6effb0ce872e1b5c4638e3a12b0aec8ee53f693360990ccbbdf
kotlin=$tools/kotlin-$kotlin_version
java_lib=${CRM_JAVA_LIB:-/usr/share/java}       # JNA, JUnit
jna=$java_lib/jna.jar
kotlin_out=$target/tests/kotlin-lib             # generated sources and the jar of the module
kotlin_runtime=$kotlin/lib/kotlin-stdlib.jar:$kotlin/lib/kotlinx-coroutines-core-jvm.jar:$jna

need_kotlin() {
    need_command javac default-jdk-headless
    need_file "$jna" libjna-java
    [ -e "$kotlin/lib/kotlin-compiler.jar" ] || fetch_kotlin
}

fetch_kotlin() {
    need_command npm npm
    local archive=$tools/kotlin-compiler-$kotlin_version.tgz
    mkdir -p "$tools"
    step "fetch kotlin $kotlin_version" npm pack --silent --pack-destination "$tools" "kotlin-compiler@$kotlin_version"
    echo "$kotlin_sha512  $archive" | sha512sum --check --quiet - || die "$archive is not what it should be"
    rm -rf "$kotlin.part"
    mkdir "$kotlin.part"
    tar -xzf "$archive" -C "$kotlin.part" --strip-components 1
    mv "$kotlin.part" "$kotlin"
    rm "$archive"
}

# kotlin_jar JAR CLASSPATH SOURCE...: compiles, unless the same sources and jars gave this jar already. (A compile
# starts at 9 s; the generated module takes three times that.)
kotlin_jar() {
    local jar=$1 classpath=$2 key
    shift 2
    # Jars count by time and size only; ours change when they were compiled anew.
    key=$({ echo "$kotlin_version"; cat -- "$@"; tr ':' '\n' <<<"$classpath" | xargs stat -c '%n %s %Y'; } | sha512sum)
    [ "$key" = "$(cat "$jar.key" 2>/dev/null)" ] && return
    rm -f "$jar.key"
    JAVA_OPTS="-Xmx2g" step "kotlinc $(basename "$jar")" \
        bash "$kotlin/bin/kotlinc" -nowarn -no-reflect -cp "$classpath" "$@" -d "$jar"
    echo "$key" >"$jar.key"
}

# kotlin_module: $kotlin_out/crm.jar from the generated sources and those of crm-ffi/kotlin.
kotlin_module() {
    local sources
    need_kotlin
    mobile_library
    rm -rf "$kotlin_out/generated"
    mkdir -p "$kotlin_out"
    bindgen kotlin "$mobile_lib/libcrm.so" "$kotlin_out/generated"
    mapfile -t sources < <(find "$kotlin_out/generated" crm-ffi/kotlin/src/main -name '*.kt' 2>/dev/null | sort)
    kotlin_jar "$kotlin_out/crm.jar" "$kotlin_runtime" "${sources[@]}"
}

# kotlin_run JARS ARGUMENT...: java with the module, its native library and the runtime.
kotlin_run() {
    java -ea -Djna.library.path="$mobile_lib" -cp "$1:$kotlin_out/crm.jar:$kotlin_runtime" "${@:2}"
}
