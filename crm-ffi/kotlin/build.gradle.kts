// The engine as an Android library. See README.md for what it needs and what was run where.
plugins {
    id("com.android.library") version "8.7.3"
    id("org.jetbrains.kotlin.android") version "2.1.0"
}

// Where the repository of the engine is: this folder stands in it.
val repository = rootDir.resolve("../..")
val generated = layout.buildDirectory.dir("generated/crm")

android {
    namespace = "crm"
    compileSdk = 35
    defaultConfig {
        // java.time, which instants and dates are, is there from 26 on.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    kotlinOptions { jvmTarget = "17" }
    sourceSets["main"].kotlin.srcDir(generated)
    sourceSets["main"].jniLibs.srcDir(layout.buildDirectory.dir("jniLibs"))
}

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.9.0")
    implementation("net.java.dev.jna:jna:5.15.0@aar")
    testImplementation(kotlin("test-junit"))
}

// libcrm.so for each processor, by cargo-ndk (cargo install cargo-ndk; rustup target add aarch64-linux-android …).
val buildLibraries by tasks.registering(Exec::class) {
    workingDir = repository
    commandLine(
        "cargo", "ndk", "-t", "arm64-v8a", "-t", "x86_64",
        "-o", layout.buildDirectory.dir("jniLibs").get().asFile.path,
        "build", "--profile", "dist", "-p", "crm-ffi",
    )
}

// The Kotlin sources, from an unstripped library of this machine: they are the same for every target.
val buildHostLibrary by tasks.registering(Exec::class) {
    workingDir = repository
    commandLine("cargo", "build", "-p", "crm-ffi")
}

val generateSources by tasks.registering(Exec::class) {
    dependsOn(buildHostLibrary)
    workingDir = repository
    val library = System.mapLibraryName("crm")
    commandLine(
        "cargo", "run", "--manifest-path", "crm-ffi/bindgen/Cargo.toml", "--target-dir", "target/bindgen", "--",
        "kotlin", "target/debug/$library", generated.get().asFile.path,
    )
}

tasks.named("preBuild") { dependsOn(buildLibraries, generateSources) }
