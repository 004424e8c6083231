#!/usr/bin/env bash
# The packages of examples/vendors over the C interface: each with what is made for it from the tables, its own tests (what
# could go wrong between the library and that runtime), ten and more of the core's stories by name, and its small ERP.
source "$(dirname "$0")/lib.sh"
source tests/parts/lib_c.sh
need examples/vendors/{csharp,go,java,node,pascal,php}
# Only what is not there: a runtime is a package or two, from Debian or npm.
need_command mcs mono-mcs mono-runtime
need_file /usr/lib/mono/4.5/System.Runtime.Serialization.dll libmono-system-runtime-serialization4.0-cil
need_file /usr/lib/mono/4.5/System.Xml.Linq.dll libmono-system-xml-linq4.0-cil
need_command go golang-go
need_command pkg-config pkg-config
need_command javac default-jdk-headless
need_file /usr/share/java/jna.jar libjna-java
need_file /usr/share/java/gson.jar libgoogle-gson-java
need_command npm npm nodejs
need_command fpc fp-compiler fp-units-rtl fp-units-fcl
need_command php php-cli

c_library
step "crm-describe" cargo build -p crm-describe

# As `make install` lays it out, from the library that there is.
tree=$work/tree
rm -rf "$tree" && mkdir -p "$tree"/{include,lib/pkgconfig,share/crm}
cp include/crm.h "$tree/include/"
cp include/crm.cdef "$tree/share/crm/"
cp "$c_lib/libcrm.so" "$tree/lib/libcrm.so.0"
ln -s libcrm.so.0 "$tree/lib/libcrm.so"
sed 's/@VERSION@/0/' crm-ffi/crm.pc.in >"$tree/lib/pkgconfig/crm.pc"
export PKG_CONFIG_PATH=$tree/lib/pkgconfig LD_LIBRARY_PATH=$tree/lib
export CRM_LIBRARY=$tree/lib/libcrm.so.0 CRM_CDEF=$tree/share/crm/crm.cdef

# Stories that leave the clock alone, which these packages do not set.
export CRM_SCENARIOS=$root/tests/scenarios
stories=(contacts_kept currencies customer_lists customer_maintained departments_arranged dictionary_maintained
    opportunity_edited opportunity_won orders_pushed tags_kept users_managed values_out_of_bounds)
export CRM_VENDOR_STORIES=${stories[*]}
for story in "${stories[@]}"; do need "tests/scenarios/$story.json"; done

# thin LANGUAGE FILE...: what is written by hand: lines that hold more than a comment, a brace or a word that opens and closes.
thin() {
    local lines
    lines=$(cd "examples/vendors/$1" && cat "${@:2}" | grep -cvE '^\s*(//.*|/?\*.*|#|\{[^}]*\}?|[{}();]*|begin|end;?|var|try|finally)?\s*$')
    [ "$lines" -le 200 ] || die "the package for $1 has $lines lines by hand, not 200"
}

# package LANGUAGE: a fresh copy with what is made for it.
package() {
    rm -rf "${work:?}/$1"
    cp -r "examples/vendors/$1" "$work/$1"
    step "what is made for $1" "$target/debug/crm-describe" vendor "$1" "$work/$1${2:+/$2}"
    cd "$work/$1"
}

# told COMMAND...: a test that says how many traps and stories it passed.
told() {
    step "$language: traps and stories" "$@"
}
# erp COMMAND...: it lists what the listener heard, and a hundred orders are in the report.
erp() {
    step "$language: a small ERP" "$@"
    grep -q '^refused: .*not allowed' "$logs/$part-$language--a-small-ERP.log" || die "$language: nothing is refused"
    grep -q '^10[5-9] changes heard' "$logs/$part-$language--a-small-ERP.log" || die "$language: other changes"
}

language=csharp
thin csharp Crm.cs CrmSession.cs
(
    package csharp
    compile=(mcs -nologo -warnaserror+ -r:System.Runtime.Serialization.dll -r:System.Xml.dll -r:System.Xml.Linq.dll)
    step "csharp: compile" "${compile[@]}" -out:test.exe Crm.cs CrmSession.cs CrmOperations.cs CrmTest.cs
    step "csharp: compile the ERP" "${compile[@]}" -out:erp.exe Crm.cs CrmSession.cs CrmOperations.cs ErpHost.cs
    told mono --debug test.exe "$CRM_SCENARIOS" "${stories[@]}"
    erp mono erp.exe
)

language=go
thin go crm.go call.go
(
    package go
    [ -z "$(gofmt -l crm.go call.go crm_test.go erp)" ] || die "not as gofmt has it: $(gofmt -l .)"
    export GOFLAGS=-mod=mod GOPROXY=off GOCACHE=$work/go-cache
    step "go: vet" go vet ./...
    told go test ./...
    erp go run ./erp
)

language=java
thin java crm/Crm.java crm/CrmException.java
(
    package java crm
    classes=/usr/share/java/jna.jar:/usr/share/java/gson.jar
    step "java: compile" javac -Xlint:all -Werror -cp "$classes" -d out crm/*.java CrmTest.java Erp.java
    run=(java -Djna.library.path="$tree/lib" -cp "out:$classes")
    told "${run[@]}" CrmTest "$CRM_SCENARIOS" "${stories[@]}"
    erp "${run[@]}" Erp
)

language=node
thin node crm.js
(
    package node
    step "node: koffi, TypeScript" npm install --no-audit --no-fund --no-save --ignore-scripts \
        koffi@2.16.3 typescript@5.9.3 @types/node@18.19.130
    ln -sfn .. node_modules/crm
    told node --test crm.test.js
    step "node: types" node_modules/.bin/tsc --strict --noEmit --module node16 --moduleResolution node16 --target es2022 typed.ts
    erp node erp.js
)

language=pascal
thin pascal crm.pas
(
    package pascal
    step "pascal: compile" fpc -v0we -Sew -Fl"$tree/lib" crm_test.pas
    step "pascal: compile the ERP" fpc -v0we -Sew -Fl"$tree/lib" erp_host.pas
    # Whatever the system's encoding is.
    told env LC_ALL=C ./crm_test "$CRM_SCENARIOS" "${stories[@]}"
    erp ./erp_host
)

language=php
thin php Crm.php
(
    package php
    told php test.php
    erp php erp.php
)
echo "vendors: csharp go java node pascal php, ${#stories[@]} stories each"
