//! `console`: the console, on the tour's company with the hotel's pack, or on any database.
//!
//! ```text
//! cargo run --release -p crm-console                     the tour's company; it is made at the first run, and kept
//! cargo run --release -p crm-console -- --file erp.crm   a database of one's own, whose users have passwords
//! ```

// The tour's own modules make its company, and print what they do.
#[path = "../../rust/tour/company.rs"]
#[expect(dead_code, reason = "the tour says whose company it is")]
mod company;
#[path = "../company/hotel.rs"]
mod hotel;
#[path = "../company/made.rs"]
mod made;
#[path = "../../rust/tour/names.rs"]
#[expect(dead_code, reason = "the tour has companies of other trades too")]
mod names;
#[path = "../../rust/tour/print.rs"]
#[expect(dead_code, reason = "the tour prints more")]
mod print;
#[path = "../company/process.rs"]
mod process;
#[path = "../../rust/tour/quarter.rs"]
#[expect(dead_code, reason = "the tour tells its diary")]
mod quarter;
#[path = "../../rust/tour/world.rs"]
#[expect(dead_code, reason = "the tour looks at more people")]
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use crm_console::{App, Settings, listen};
use crm_core::Crm;
use lexopt::prelude::{Long, Short, ValueExt};

const USAGE: &str = "\
usage: console [OPTION …]

  --file FILE        a database of one's own (the tour's company without it)
  --listen ADDRESS   where it is reached: 127.0.0.1:8321
  --secure           it is reached over TLS alone, by a proxy in front of it
  -h, --help         this
";

struct Options {
    file: Option<PathBuf>,
    listen: SocketAddr,
    secure: bool,
}

fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options { file: None, listen: SocketAddr::from(([127, 0, 0, 1], 8321)), secure: false };
    let mut words = lexopt::Parser::from_env();
    while let Some(word) = words.next()? {
        match word {
            Long("file") => options.file = Some(words.value()?.into()),
            Long("listen") => options.listen = words.value()?.parse()?,
            Long("secure") => options.secure = true,
            Long("help") | Short('h') => {
                print!("{USAGE}");
                return Ok(None);
            }
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
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let own = options.file.is_some();
    let crm = match &options.file {
        Some(file) => Crm::options().must_exist(true).open(file)?,
        None => made::company()?,
    };
    let app = App::new(crm, Settings { secure: options.secure, ..Settings::default() });
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(options.listen).await?;
        println!("\nThe console: http://{}/", listener.local_addr()?);
        if !own {
            println!("{}", made::log_ins());
        }
        listen(listener, app, ended()).await;
        std::io::Result::Ok(())
    })?;
    Ok(())
}

async fn ended() {
    // Where no signal can be heard the program ends with its process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
