#!/usr/bin/env bash
# The Kotlin module on the JVM, through JNA as on Android. tests/kotlin/**/*Test.kt are JUnit 4 tests (kotlin.test),
# one class a file, named like it.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_kotlin.sh
need tests/kotlin
kotlin_module
need_file "$java_lib/junit4.jar" junit4
export CRM_SCENARIOS=$root/tests/scenarios

junit=$java_lib/junit4.jar:$java_lib/hamcrest-all.jar:$kotlin/lib/kotlin-test.jar:$kotlin/lib/kotlin-test-junit.jar
stories
facade kotlin
# What the page of the package begins with is compiled and run as it stands.
first_example crm-ffi/kotlin/README.md kotlin >"$work/Start.kt"
mapfile -t sources < <(find "$work/Start.kt" tests/kotlin "$stories/kotlin" "$facades/kotlin" crm-ffi/kotlin/src/test -name '*.kt' 2>/dev/null | sort)
kotlin_jar "$work/tests.jar" "$kotlin_out/crm.jar:$kotlin_runtime:$junit" "${sources[@]}"

mapfile -t classes < <(jar tf "$work/tests.jar" | sed -n '/\$/d; s/Test\.class$/Test/p' | tr / .)
[ ${#classes[@]} -gt 0 ] || die "no class named *Test in tests/kotlin"
told=$(printf '%s\n' "${classes[@]}" | grep -c 'StoryTest$')
[ "$told" = "$(story_count)" ] || die "$told of $(story_count) stories are among the tests"
in_fresh_dir kotlin_run "$work/tests.jar:$junit" org.junit.runner.JUnitCore "${classes[@]}"
echo "$told stories replayed"
[ "$(in_fresh_dir kotlin_run "$work/tests.jar" StartKt)" = "[Jade]" ] || die "the start in crm-ffi/kotlin/README.md fails"
