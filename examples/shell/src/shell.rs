//! What a line does: an operation is called, or a command of the shell's own (it begins with a dot) is done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crm_core::schema::Type;
use crm_core::{Crm, CrmError, Locale, Operation, Session};
use serde_json::{Value, json};

use crate::arguments::{self, Surroundings};
use crate::help;
use crate::objects;
use crate::show::{self, Mode};
use crate::words::{self, Unfinished, Word};

/// What came of a line.
#[derive(Debug)]
pub enum Done {
    /// This is to be shown.
    Text(String),
    /// A file of lines is to be run.
    Run(PathBuf),
    /// The program ends.
    Quit,
}

/// What the shell is made with.
#[derive(Debug)]
pub struct Settings {
    pub mode: Mode,
    pub locale: Locale,
    /// Whether a person sits before it, who can be asked.
    pub interactive: bool,
    /// Whether tables may be as wide as they like.
    pub wide: bool,
}

/// The opened database, who acts, and what results were kept.
pub struct Shell {
    crm: Crm,
    session: Option<Session>,
    pub settings: Settings,
    variables: BTreeMap<String, Value>,
    last_list: Option<(&'static Operation, Value)>,
}

impl Surroundings for Shell {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.variables.get(name)
    }

    fn secret(&self, name: &str) -> Result<String, String> {
        ask_secret(self.settings.interactive, name)
    }
}

fn ask_secret(interactive: bool, name: &str) -> Result<String, String> {
    if !interactive {
        return Err(format!("{name}: there is nobody to ask"));
    }
    rpassword::prompt_password(format!("{name}: ")).map_err(|e| e.to_string())
}

impl Shell {
    pub fn new(crm: Crm, settings: Settings) -> Shell {
        Shell { crm, session: None, settings, variables: BTreeMap::new(), last_list: None }
    }

    /// Acts as this user from now on: whoever can open the file is trusted, as by every host.
    pub fn act_as(&mut self, login: &str) -> Result<(), String> {
        self.session = Some(self.crm.session_by_login(login).map_err(|e| self.told(&e))?);
        Ok(())
    }

    /// Does one line. A line that is not whole yet is told as `Ok(None)`.
    pub fn line(&mut self, line: &str) -> Option<Result<Done, String>> {
        let words = match words::split(line) {
            Ok(words) => words,
            Err(Unfinished::Quote | Unfinished::Brace) => return None,
        };
        let Some((first, rest)) = words.split_first() else { return Some(Ok(Done::Text(String::new()))) };
        if first.begins('#') || first.begins('-') && first.text.starts_with("--") {
            return Some(Ok(Done::Text(String::new())));
        }
        Some(match first.text.strip_prefix('.') {
            Some(command) => self.command(command, rest),
            None => self.operation(&first.text, rest).map(Done::Text),
        })
    }

    fn operation(&mut self, name: &str, words: &[Word]) -> Result<String, String> {
        let Some(operation) = Operation::find(name) else { return self.of_object(name, words) };
        let arguments = arguments::read(operation, words, self)?;
        self.call(operation, &arguments)
    }

    /// An operation of a defined object.
    fn of_object(&mut self, name: &str, words: &[Word]) -> Result<String, String> {
        if !objects::is_one(name) {
            return Err(help::unknown(name));
        }
        let session = self.session()?;
        let arguments = objects::read(session, name, words, self)?;
        let answer = session.call(name, &arguments.to_string()).map_err(|error| self.told(&error))?;
        let value: Value = serde_json::from_str(&answer).map_err(|e| e.to_string())?;
        // What such an operation gives is what the general one does.
        let general = match name.rsplit('.').next() {
            Some(verb @ ("create_many" | "get" | "list" | "aggregate" | "delete" | "history" | "related")) => {
                format!("objects.{verb}")
            }
            _ => "objects.get".to_owned(),
        };
        let text = match (self.settings.mode, Operation::find(&general)) {
            (Mode::Json, _) | (_, None) => answer + "\n",
            (mode, Some(general)) => show::result(mode, &general.result, &value, self.settings.wide),
        };
        self.last_list = None;
        self.variables.insert("_".into(), value);
        Ok(text)
    }

    fn session(&self) -> Result<&Session, String> {
        self.session.as_ref().ok_or_else(|| "nobody acts yet: .as LOGIN, .login LOGIN, or --as".into())
    }

    /// The answer as it is, and as a value.
    fn ask(&self, operation: &Operation, arguments: &Value) -> Result<(String, Value), String> {
        let answer = self.session()?.call(operation.name, &arguments.to_string()).map_err(|error| self.told(&error))?;
        let value = serde_json::from_str(&answer).map_err(|e| e.to_string())?;
        Ok((answer, value))
    }

    fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Result<String, String> {
        let (answer, value) = self.ask(operation, arguments)?;
        let text = match self.settings.mode {
            // As the engine wrote it, fields in their order.
            Mode::Json => answer + "\n",
            mode => show::result(mode, &operation.result, &value, self.settings.wide),
        };
        self.last_list = value.get("next").filter(|next| next.is_string()).map(|next| {
            let mut arguments = arguments.clone();
            arguments["page"]["after"] = next.clone();
            (operation, arguments)
        });
        self.variables.insert("_".into(), value);
        Ok(text)
    }

    /// An error as a person reads it, in the session's language, each field on a line of its own.
    fn told(&self, error: &CrmError) -> String {
        let mut text = format!("{} [{}]", error.text(self.settings.locale), error.code());
        for field in error.fields() {
            text.push_str(&format!("\n  {}: {} [{}]", field.field, field.detail, field.code));
        }
        text
    }

    // ---- the shell's own commands --------------------------------------------------------------------------------

    fn command(&mut self, name: &str, words: &[Word]) -> Result<Done, String> {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let text = match (name, &texts[..]) {
            ("help", []) => help::COMMANDS.to_owned(),
            ("quit" | "exit", []) => return Ok(Done::Quit),
            ("read", [file]) => return Ok(Done::Run(PathBuf::from(file))),
            ("operations", []) => help::operations(None),
            ("operations", [area]) => help::operations(Some(area)),
            ("describe", [operation]) => help::describe(operation, self.settings.locale)?,
            ("mode", [mode]) => {
                self.settings.mode = mode.parse()?;
                String::new()
            }
            ("locale", [locale]) => {
                self.settings.locale = locale.parse().map_err(|_| format!("{locale} is no language: en, zh-Hans"))?;
                self.session = self.session.take().map(|session| session.with_locale(self.settings.locale));
                String::new()
            }
            ("bootstrap", [login, name, roles @ ..]) => self.bootstrap(login, name, roles)?,
            ("as", [login]) => {
                self.act_as(login)?;
                String::new()
            }
            ("login", [login]) => {
                self.login(login)?;
                String::new()
            }
            ("whoami", []) => self.operation("users.me", &[])?,
            ("let", [name]) => {
                let last = self.variables.get("_").cloned().ok_or("there is no result yet")?;
                self.variables.insert((*name).to_owned(), last);
                String::new()
            }
            ("next", []) => {
                let (operation, arguments) = self.last_list.take().ok_or("the last list had no further page")?;
                self.call(operation, &arguments)?
            }
            ("import", [kind, ..]) => self.import(kind, &words[1..])?,
            ("backup", [file]) => {
                let backup = find("maintenance.backup")?;
                self.call(backup, &json!({"file": absolute(Path::new(file))?}))?;
                format!("backed up to {file}\n")
            }
            ("check", []) => self.operation("maintenance.check", &[])?,
            ("dump", [id]) => self.dump(id)?,
            _ => return Err(help::wrong_command(name)),
        };
        Ok(Done::Text(text))
    }

    fn bootstrap(&mut self, login: &str, name: &str, roles: &[&str]) -> Result<String, String> {
        let mut all = vec!["system_administrator"];
        all.extend(roles.iter().filter(|role| **role != "system_administrator"));
        self.crm.bootstrap(login, name, &all).map_err(|error| self.told(&error))?;
        self.act_as(login)?;
        Ok(format!("{login} is the first user, and acts from now on\n"))
    }

    /// Signs in; the code of a second factor is asked for where there is one.
    fn login(&mut self, login: &str) -> Result<(), String> {
        let interactive = self.settings.interactive;
        let password = ask_secret(interactive, "password")?.into();
        let session = match self.crm.login(login, &password) {
            Err(CrmError::LoginFailed { reason }) if reason == "code_required" => {
                let code = ask_secret(interactive, "code")?.into();
                self.crm.sign_in(login, &password, Some(&code), None)
            }
            outcome => outcome,
        };
        self.session = Some(session.map_err(|error| self.told(&error))?);
        Ok(())
    }

    /// `.import orders heads.csv external_id=no … lines.csv order=no … [all_or_nothing=true]`: a word that is no
    /// mapping begins the next file; what is a field of the options is an option.
    fn import(&mut self, kind: &str, words: &[Word]) -> Result<String, String> {
        let operation = find(&format!("imports.{kind}"))?;
        let files: Vec<&str> =
            operation.arguments.iter().filter(|a| matches!(a.ty, Type::Bytes)).map(|a| a.name()).collect();
        let mappings: Vec<&str> = operation
            .arguments
            .iter()
            .filter(|a| matches!(a.ty, Type::List(Type::Record(record)) if record.name == "FieldMapping"))
            .map(|a| a.name())
            .collect();
        let options = operation.arguments.iter().find(|a| a.name() == "options");
        let is_option = |name: &str| {
            options.is_some_and(|options| match options.ty.required() {
                Type::Record(record) => record.fields.iter().any(|field| field.name() == name),
                _ => false,
            })
        };
        let mut arguments = json!({});
        let mut given = 0_usize;
        let mut option_words = Vec::new();
        for word in words {
            match word.named() {
                Some((name, _)) if is_option(name) => option_words.push(word.clone()),
                Some((field, column)) => {
                    let mapping = given.checked_sub(1).and_then(|at| mappings.get(at)).ok_or("a file comes first")?;
                    let mapped = match column.text.strip_prefix('=') {
                        Some(constant) => json!({"field": field, "constant": constant}),
                        None => json!({"field": field, "column": column.text}),
                    };
                    if !arguments[mapping].is_array() {
                        arguments[mapping] = json!([]);
                    }
                    if let Some(list) = arguments[mapping].as_array_mut() {
                        list.push(mapped);
                    }
                }
                None => {
                    let file = files.get(given).ok_or_else(|| format!("{kind} takes {} files", files.len()))?;
                    arguments[*file] = arguments::bytes(&word.text)?;
                    given += 1;
                }
            }
        }
        if given < files.len() {
            return Err(format!(".import {kind} FILE field=column …: {} files are wanted", files.len()));
        }
        if !option_words.is_empty() {
            let read = arguments::read(operation, &option_words, self)?;
            arguments["options"] = read["options"].clone();
        }
        self.call(operation, &arguments)?;
        let report = self.variables.get("_").cloned().unwrap_or_default();
        Ok(help::import_report(&report, self.settings.mode))
    }

    /// What the audit says of one record, oldest call last, as it is listed.
    fn dump(&mut self, id: &str) -> Result<String, String> {
        let list = find("audit.list")?;
        let mut after = Value::Null;
        let mut text = String::new();
        loop {
            let mut arguments = json!({"filter": {"record": id}});
            if !after.is_null() {
                arguments["page"] = json!({"after": after});
            }
            let (_, page) = self.ask(list, &arguments)?;
            for call in page["items"].as_array().into_iter().flatten() {
                text.push_str(&help::audited(call, id, self.settings.mode));
            }
            after = page["next"].clone();
            if after.is_null() {
                return Ok(text);
            }
        }
    }

    /// Ends what is under way, from another thread.
    pub fn crm(&self) -> &Crm {
        &self.crm
    }
}

fn find(name: &str) -> Result<&'static Operation, String> {
    Operation::find(name).ok_or_else(|| help::unknown(name))
}

/// A relative path means the shell's folder.
fn absolute(path: &Path) -> Result<String, String> {
    let whole = std::path::absolute(path).map_err(|e| e.to_string())?;
    whole.into_os_string().into_string().map_err(|_| "the path is not UTF-8".into())
}
