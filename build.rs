//! Prepares `static/` for embedding: each file under a name that holds its hash, so that browsers
//! may keep it for ever, and compressed once, here, as well as it can be.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// File, constant with its path, media type.
const ASSETS: [(&str, &str, &str); 6] = [
    ("app.css", "APP_CSS", "text/css; charset=utf-8"),
    ("app.js", "APP_JS", "text/javascript; charset=utf-8"),
    ("copy.js", "COPY_JS", "text/javascript; charset=utf-8"),
    ("htmx-4.0.1.min.js", "HTMX_JS", "text/javascript; charset=utf-8"),
    ("select.js", "SELECT_JS", "text/javascript; charset=utf-8"),
    ("icon.svg", "ICON", "image/svg+xml"),
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let (mut constants, mut table) = (String::new(), String::new());
    for (file, constant, content_type) in ASSETS {
        let plain =
            if file == "app.css" { style()? } else { fs::read(Path::new("static").join(file))? };
        let name = hashed_name(file, &plain);
        let embed = |extension: &str, bytes: &[u8]| -> io::Result<String> {
            let path = out.join(format!("{name}{extension}"));
            fs::write(&path, bytes)?;
            Ok(format!("include_bytes!({:?})", path.display().to_string()))
        };
        let smaller = |extension: &str, bytes: Vec<u8>| -> io::Result<String> {
            if bytes.len() < plain.len() {
                embed(extension, &bytes).map(|embedded| format!("Some({embedded})"))
            } else {
                Ok("None".to_owned())
            }
        };
        let (brotli, gzip) = (smaller(".br", brotli(&plain)?)?, smaller(".gz", gzip(&plain)?)?);
        let plain = embed("", &plain)?;
        let _ = writeln!(
            constants,
            "/// Where browsers find `{file}`.\npub const {constant}: &str = \"/static/{name}\";"
        );
        let _ = writeln!(
            table,
            "    Asset {{ name: {name:?}, content_type: {content_type:?}, plain: {plain}, \
             brotli: {brotli}, gzip: {gzip} }},"
        );
    }
    let code = format!("{constants}\nstatic ALL: &[Asset] = &[\n{table}];\n");
    fs::write(out.join("assets.rs"), code)
}

/// The style sheet of all pages: the files of `static/css` in the order of their names.
fn style() -> io::Result<Vec<u8>> {
    let files = fs::read_dir("static/css")?.map(|file| file.map(|file| file.path()));
    let mut files: Vec<PathBuf> = files.collect::<Result<_, _>>()?;
    files.sort();
    let mut style = Vec::new();
    for file in files {
        style.extend(fs::read(file)?);
    }
    Ok(style)
}

/// `app.css` -> `app.3fa2c1d0e5.css`
fn hashed_name(file: &str, content: &[u8]) -> String {
    let hash = Sha256::digest(content).iter().take(5).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    format!("{stem}.{hash}.{extension}")
}

fn brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}
