//! `crm`: the engine at a prompt, as `sqlite3` is to SQLite. It opens a database, acts as one of its users and calls any
//! operation; what it knows of them, it knows from the engine's own descriptions.
//!
//! ```text
//! crm --create erp.crm                           makes a database
//! crm> .bootstrap han 韩梅梅 sales_manager
//! crm> opportunities.list status=unassigned
//! crm --as han --mode csv erp.crm < lines        runs a script; its exit status is 1 if a line failed
//! ```

mod arguments;
mod complete;
mod help;
mod objects;
mod shell;
mod show;
mod words;

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crm_core::{Crm, Locale};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;

use crate::complete::Prompt;
use crate::shell::{Done, Settings, Shell};
use crate::show::Mode;

const USAGE: &str = "\
usage: crm [OPTION …] [FILE]

Opens the database in FILE (without one: a new one in memory) and reads lines from a person or from standard input.

  --as LOGIN          acts as this user
  --create            makes FILE where it is not there
  --read-only         refuses every change
  -c, --command LINE  does this line and ends; may be given more than once
  --mode MODE         table (the default), json or csv
  --locale LOCALE     en (the default) or zh-Hans
  --keep-going        does not end a script at its first failing line; the exit status is 1 all the same
  -h, --help          this
  -V, --version       the version
";

struct Options {
    file: Option<PathBuf>,
    login: Option<String>,
    create: bool,
    read_only: bool,
    commands: Vec<String>,
    mode: Mode,
    locale: Locale,
    keep_going: bool,
}

/// What the words of the command line ask for; `None` where it was only help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        file: None,
        login: None,
        create: false,
        read_only: false,
        commands: Vec::new(),
        mode: Mode::Table,
        locale: Locale::En,
        keep_going: false,
    };
    let mut words = lexopt::Parser::from_env();
    while let Some(word) = words.next()? {
        match word {
            Long("as") => options.login = Some(words.value()?.string()?),
            Long("create") => options.create = true,
            Long("read-only") => options.read_only = true,
            Short('c') | Long("command") => options.commands.push(words.value()?.string()?),
            Long("mode") => options.mode = words.value()?.string()?.parse()?,
            Long("locale") => {
                options.locale = words.value()?.string()?.parse().map_err(|_| "there are the languages en, zh-Hans")?
            }
            Long("keep-going") => options.keep_going = true,
            Short('h') | Long("help") => {
                print!("{USAGE}\nAt the prompt:\n\n{}", help::COMMANDS);
                return Ok(None);
            }
            Short('V') | Long("version") => {
                println!("crm {}", env!("CARGO_PKG_VERSION"));
                return Ok(None);
            }
            Value(file) if options.file.is_none() => options.file = Some(file.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(options))
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => return ExitCode::SUCCESS,
        Err(error) => {
            eprint!("{error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the file and does what is asked; whether every line succeeded.
fn run(options: Options) -> Result<bool, String> {
    let told = |error: crm_core::CrmError| error.text(options.locale);
    let engine = Crm::options().locale(options.locale).read_only(options.read_only);
    let crm = match &options.file {
        None => engine.open_in_memory().map_err(told)?,
        // A mistyped name must not become a new, empty company.
        Some(file) if !options.create && !file.exists() => {
            return Err(format!("{} is not there; --create makes it", file.display()));
        }
        Some(file) => engine.open(file).map_err(told)?,
    };
    let interactive = options.commands.is_empty() && std::io::stdin().is_terminal();
    let wide = !std::io::stdout().is_terminal();
    let mut shell = Shell::new(crm, Settings { mode: options.mode, locale: options.locale, interactive, wide });
    if let Some(login) = &options.login {
        shell.act_as(login)?;
    }
    let mut script = Script { keep_going: options.keep_going, failed: false };
    if !options.commands.is_empty() {
        for (at, line) in options.commands.iter().enumerate() {
            if !script.lines(&mut shell, &format!("command {}, line", at + 1), line.as_bytes())? {
                break;
            }
        }
        return Ok(!script.failed);
    }
    if interactive {
        return prompt(&mut shell, &mut script).map(|()| true);
    }
    script.lines(&mut shell, "line", std::io::stdin().lock())?;
    Ok(!script.failed)
}

/// Lines that nobody types: the first that fails ends them, unless it was asked to keep going.
struct Script {
    keep_going: bool,
    failed: bool,
}

impl Script {
    /// Does the lines of a file; whether to go on behind it.
    fn lines(&mut self, shell: &mut Shell, name: &str, file: impl BufRead) -> Result<bool, String> {
        let mut open = String::new();
        let mut begun = 0;
        for (at, line) in file.lines().enumerate() {
            let line = line.map_err(|e| format!("{name} {}: {e}", at + 1))?;
            if open.is_empty() {
                begun = at + 1;
            } else {
                open.push('\n');
            }
            open.push_str(if at == 0 { line.trim_start_matches('\u{feff}') } else { &line });
            let Some(done) = shell.line(&open) else { continue };
            open.clear();
            let outcome = match done {
                Ok(Done::Text(text)) => {
                    show(&text)?;
                    Ok(())
                }
                Ok(Done::Quit) => return Ok(false),
                Ok(Done::Run(file)) => match self.file(shell, &file) {
                    Ok(true) => Ok(()),
                    Ok(false) => return Ok(false),
                    Err(error) => Err(error),
                },
                Err(error) => Err(error),
            };
            if let Err(error) = outcome {
                eprintln!("{name} {begun}: {error}");
                self.failed = true;
                if !self.keep_going {
                    return Ok(false);
                }
            }
        }
        if !open.is_empty() {
            eprintln!("{name} {begun}: a quote or a brace is open at the end");
            self.failed = true;
            return Ok(false);
        }
        Ok(true)
    }

    fn file(&mut self, shell: &mut Shell, path: &Path) -> Result<bool, String> {
        let name = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|e| format!("{name}: {e}"))?;
        self.lines(shell, &name, std::io::BufReader::new(file))
    }
}

/// Writes to standard output; a reader who went away (`| head`) is no failure to shout about.
fn show(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other.map_err(|e| e.to_string()),
    }
}

/// The prompt, until its end.
fn prompt(shell: &mut Shell, script: &mut Script) -> Result<(), String> {
    let mut editor = rustyline::Editor::<Prompt, FileHistory>::new().map_err(|e| e.to_string())?;
    editor.set_helper(Some(Prompt));
    let history = std::env::var_os("CRM_HISTORY")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".crm_history")));
    if let Some(history) = &history {
        // There is none the first time.
        let _ = editor.load_history(history);
    }
    let crm = shell.crm().clone();
    // While a line is edited the editor hears Ctrl-C itself; while a call runs it ends that.
    ctrlc::set_handler(move || crm.interrupt()).map_err(|e| e.to_string())?;
    println!("crm {}; .help tells what can be done", env!("CARGO_PKG_VERSION"));
    loop {
        let line = match editor.readline("crm> ") {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(error.to_string()),
        };
        if complete::may_be_kept(&line) {
            let _ = editor.add_history_entry(&line);
        }
        match shell.line(&line) {
            Some(Ok(Done::Text(text))) => show(&text)?,
            Some(Ok(Done::Quit)) => break,
            Some(Ok(Done::Run(file))) => {
                if let Err(error) = script.file(shell, &file) {
                    eprintln!("{error}");
                }
            }
            Some(Err(error)) => eprintln!("{error}"),
            None => eprintln!("a quote or a brace is open"),
        }
    }
    if let Some(history) = &history {
        let _ = editor.save_history(history);
    }
    Ok(())
}
