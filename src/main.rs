//! The program `worklog`: reads the command line and hands over.

mod cli;

use std::process::ExitCode;

use clap::Parser;

#[actix_web::main]
async fn main() -> ExitCode {
    match cli::run(cli::Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("worklog: {error}");
            ExitCode::FAILURE
        }
    }
}
