//! The `worklog` program: parses the command line and runs the command.

mod cli;

use std::process::ExitCode;

use worklog::config::ignore_empty_variables;

#[actix_web::main]
async fn main() -> ExitCode {
    let matches = ignore_empty_variables(cli::command()).get_matches();
    match cli::run(&matches).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("worklog: {error}");
            ExitCode::FAILURE
        }
    }
}
