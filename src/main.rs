//! The `worklog` program: parses the command line and runs the command.

mod cli;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use worklog::config::ignore_empty_variables;

#[actix_web::main]
async fn main() -> ExitCode {
    let matches = ignore_empty_variables(cli::Cli::command()).get_matches();
    let parsed = cli::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli::run(parsed).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("worklog: {error}");
            ExitCode::FAILURE
        }
    }
}
