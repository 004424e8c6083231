//! Kotlin and Swift sources, by uniffi from the metadata inside a built library.

use std::{env, fs, path::Path};

use anyhow::{Context, Result, ensure};
use camino::{Utf8Path, Utf8PathBuf};
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};
use uniffi_bindgen::macro_metadata::extract_from_library;
use uniffi_meta::Metadata;

/// Kotlin: `out` becomes a source root.
pub fn kotlin(root: &Path, library: &str, out: &str) -> Result<()> {
    let out = absolute(out)?;
    sources(root, TargetLanguage::Kotlin, library, &out)?;
    tell_errors(&out.join("crm/crm.kt"))
}

/// What a host's own code throws must reach the engine. uniffi catches exceptions alone: an `Error`, of a stack that is full, say,
/// would leave by JNA, which prints it, and the engine would take the call for done.
fn tell_errors(file: &Utf8Path) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| file.to_string())?;
    let (exceptions, whatever) = ("} catch(e: kotlin.Exception) {", "} catch(e: kotlin.Throwable) {");
    ensure!(text.contains(exceptions), "{file}: what a host throws is caught in another way");
    Ok(fs::write(file, text.replace(exceptions, whatever))?)
}

/// Swift: `out` is a SwiftPM package, which gets the Swift files in one module and each C module that they import.
pub fn swift(root: &Path, library: &str, out: &str) -> Result<()> {
    let package = absolute(out)?;
    let generated = package.join("Sources/CrmKit/Generated");
    if generated.exists() {
        fs::remove_dir_all(&generated)?;
    }
    sources(root, TargetLanguage::Swift, library, &generated)?;
    for entry in generated.read_dir_utf8()? {
        let path = entry?.into_path();
        let (Some(module), Some(extension)) = (path.file_stem(), path.extension()) else {
            continue;
        };
        // SwiftPM takes a C module as a folder of its own, described by a file of this one name.
        let name = match extension {
            "h" => format!("{module}.h"),
            "modulemap" => "module.modulemap".to_owned(),
            _ => continue,
        };
        let folder = package.join("Sources").join(module);
        fs::create_dir_all(&folder)?;
        fs::rename(&path, folder.join(name))?;
    }
    Ok(())
}

/// `library` must not be stripped: its symbols hold the metadata ("No UniFFI metadata found").
fn sources(root: &Path, language: TargetLanguage, library: &str, out_dir: &Utf8Path) -> Result<()> {
    let library = absolute(library)?;
    fs::create_dir_all(out_dir)?;
    let identifiers = out_dir.join("identifiers.toml");
    fs::write(&identifiers, identifier_types(&library)?)?;
    // Each crate's uniffi.toml is found through `cargo metadata`, which asks the workspace of the current folder.
    env::set_current_dir(root)?;
    generate(GenerateOptions {
        languages: vec![language],
        source: library.clone(),
        out_dir: out_dir.to_owned(),
        config_override: Some(identifiers.clone()),
        // Every crate with metadata is a member of that workspace, so its dependencies need not be fetched.
        metadata_no_deps: true,
        ..GenerateOptions::default()
    })
    .with_context(|| library.to_string())?;
    Ok(fs::remove_file(identifiers)?)
}

/// The identifiers are the platform's own UUIDs: the types of the library whose name ends in `Id`.
fn identifier_types(library: &Utf8Path) -> Result<String> {
    let custom_type = |item| match item {
        Metadata::CustomType(custom) if custom.name.ends_with("Id") => Some(custom.name),
        _ => None,
    };
    let names: Vec<String> = extract_from_library(library)?.into_iter().filter_map(custom_type).collect();
    let section = |language: &str, how: &str| {
        let types = names.iter().map(|name| format!("{name} = {{ {how} }}\n"));
        format!("[crates.crm_core.bindings.{language}.custom_types]\n{}", types.collect::<String>())
    };
    Ok(section(
        "kotlin",
        r#"type_name = "UUID", imports = ["java.util.UUID"], lift = "UUID.fromString({})", lower = "{}.toString()""#,
    ) + &section(
        "swift",
        r#"type_name = "UUID", imports = ["Foundation"], lift = "UUID(uuidString: {})!", lower = "{}.uuidString.lowercased()""#,
    ))
}

fn absolute(path: &str) -> Result<Utf8PathBuf> {
    Ok(Utf8PathBuf::try_from(std::path::absolute(path)?)?)
}
