//! Prepares what the program contains: the files in `static/`, and the texts in `locales/`.

mod assets;
mod catalog;
mod cldr;
mod code;
mod pseudo;

use std::path::PathBuf;
use std::{env, fs, io, process};

fn main() -> io::Result<()> {
    for input in ["static", "locales", "build"] {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rustc-env=WORKLOG_BUILD_SCRIPT={}", env::current_exe()?.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    // A test passes another folder of catalogs.
    let folder = env::args().nth(1);
    if folder.is_none() {
        assets::embed(&out)?;
    }
    let written = catalog::load(folder.as_deref().unwrap_or("locales")).and_then(|catalogs| {
        let mut catalogs = catalogs;
        if env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
            catalogs.push(pseudo::catalog(&catalogs[0]));
        }
        let files = code::files(&catalogs).into_iter().chain(cldr::files(&catalogs)?);
        for (name, code) in files {
            fs::write(out.join(name), code).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(())
    });
    if let Err(error) = written {
        println!("cargo::error={error}");
        process::exit(1);
    }
    Ok(())
}
