//! Whether every language has what hangs on the engine and on a session beside the operations: log-in, listeners, the
//! scheduler … The methods are read from the core's sources, so that a new one is missed here until each language has it.

use std::fs;
use std::path::Path;

use super::camel;

/// What stands under another name, or not at all, and why. Languages: `c`, `python`, `kotlin`, `swift`; `*` is all.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("Crm::options", "*", ""),              // they are arguments of opening
    ("Crm::open", "swift", "func `open`("), // a word of the language
    ("Crm::on_change", "c", "crm_add_change_listener("),
    ("Crm::remove_listener", "c", "crm_remove_change_listener("),
    ("Crm::remove_listener", "python", "class Listener:"), // which has `remove`
    ("Crm::is_read_only", "python", "def read_only("),     // a property
    ("Crm::session", "c", "crm_session_open("),
    ("Crm::session_by_login", "c", "crm_session_open_by_login("),
    ("Crm::session_by_login", "python", "login: str, client:"), // an overload of `session`
    ("Crm::session_with", "c", "crm_session_open_with("),
    ("Crm::session_with", "python", "client: Client | None = None"), // of `session`
    ("Crm::login", "c", "crm_session_login("),
    ("Crm::sign_in", "c", "crm_session_sign_in("),
    ("Crm::start_scheduler", "c", "crm_scheduler_start("),
    ("Crm::set_file_store", "python", "file_store: FileStore | None"), // of opening, as the two below
    ("Crm::set_file_store", "kotlin", "`fileStore`: FileStore?"),
    ("Crm::set_file_store", "swift", "fileStore: FileStore?"),
    ("Crm::end_waits", "*", ""),             // done by closing
    ("Session::wait_changes", "python", ""), // for languages whose callbacks are dangerous
    ("Session::wait_changes", "kotlin", ""),
    ("Session::wait_changes", "swift", ""),
    ("Session::locale", "c", "crm_session_locale("),
    ("Session::user", "c", "crm_session_user("),
    ("Session::with_locale", "c", "crm_session_with_locale("),
    ("Session::with_time_limit", "c", "crm_session_with_time_limit("),
    ("Session::interrupt", "c", "crm_session_interrupt("),
    ("Session::crm", "*", ""), // the host holds it
];

/// Adds to the problems what a language lacks. `texts` are the four interfaces by language.
pub(super) fn check(texts: &[(&str, String)], problems: &mut Vec<String>) -> Result<(), String> {
    let methods = methods(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crm-core/src"))?;
    for (known, language, _) in OTHERWISE {
        if !methods.iter().any(|method| method == known) {
            problems.push(format!("{known} ({language}) is no method of the core any more"));
        }
    }
    for method in &methods {
        for (language, text) in texts {
            let name = method.rsplit(':').next().unwrap_or_default();
            let otherwise = OTHERWISE.iter().find(|(known, of, _)| known == method && (of == language || *of == "*"));
            let wanted = match otherwise {
                Some((_, _, wanted)) => (*wanted).to_owned(),
                None => match *language {
                    "c" => format!("crm_{name}("),
                    "python" => format!("def {name}("),
                    "kotlin" => format!("fun `{}`(", camel(name)),
                    _ => format!("func {}(", camel(name)),
                },
            };
            if !text.contains(&wanted) {
                problems.push(format!("{language} has no {method} (`{wanted}`)"));
            }
        }
    }
    Ok(())
}

/// The public methods of `Crm` and `Session`, wherever in the sources their `impl` stands.
fn methods(folder: &Path) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| e.to_string())? {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.is_dir() {
            all.extend(methods(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).map_err(|e| e.to_string())?;
            let mut of = None;
            for line in text.lines() {
                match line {
                    "impl Crm {" => of = Some("Crm"),
                    "impl Session {" => of = Some("Session"),
                    "}" => of = None,
                    line => {
                        let name = line.strip_prefix("    pub fn ").and_then(|rest| rest.split(['(', '<']).next());
                        if let (Some(of), Some(name)) = (of, name) {
                            all.push(format!("{of}::{name}"));
                        }
                    }
                }
            }
        }
    }
    all.sort();
    Ok(all)
}
