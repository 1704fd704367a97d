//! The commands `completions` and `man`, which print what the definition of the command line
//! generates.

use std::io::{self, Write};

use clap::{Args, CommandFactory, Subcommand};
use clap_complete::Shell;
use clap_mangen::Man;

use worklog::config::ConfigArgs;

use super::{Cli, CommandResult, documented_command};

#[derive(Subcommand)]
pub(super) enum ReferenceCommand {
    /// Print a completion script for a shell
    Completions {
        /// Shell that runs the script
        shell: Shell,
    },
    /// Print the man page
    Man,
}

pub(super) fn print(command: &ReferenceCommand) -> CommandResult {
    let mut text = Vec::new();
    match command {
        ReferenceCommand::Completions { shell } => {
            clap_complete::generate(*shell, &mut documented_command(), "worklog", &mut text);
        }
        ReferenceCommand::Man => write_man_page(&mut text)?,
    }
    Ok(io::stdout().write_all(&text)?)
}

/// Writes one page with all commands, followed by the settings.
fn write_man_page(page: &mut Vec<u8>) -> io::Result<()> {
    let about = "Without a command, worklog starts the server. Every command accepts the settings at the \
                 end of this page, as options or environment variables.";
    let command = Cli::command().long_about(about).disable_help_flag(true);
    let mut command = name_subcommands(command.disable_help_subcommand(true));
    command.build();
    let man = Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    write_commands(&command, page)?;
    let settings = ConfigArgs::augment_args(clap::Command::new("worklog")).disable_help_flag(true);
    Man::new(settings).render_options_section(page)
}

/// Makes the synopsis of a command with subcommands say "command", not "subcommands".
fn name_subcommands(command: clap::Command) -> clap::Command {
    command.subcommand_value_name("COMMAND").mut_subcommands(name_subcommands)
}

/// Writes a section for each command, in which the sections of its own page become subsections.
fn write_commands(parent: &clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    for command in parent.get_subcommands() {
        let man = Man::new(command.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
        write!(page, ".SH \"{}\"\n{section}", name.to_uppercase())?;
        write_commands(command, page)?;
    }
    Ok(())
}
