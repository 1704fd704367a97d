//! Prepares `static/` for embedding. Each file's name contains a hash of its content, so browsers
//! can cache it forever. Files are compressed once, at build time, at the highest level.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// The file, the name of the constant for its path, and its media type.
const ASSETS: [(&str, &str, &str); 14] = [
    ("api.css", "API_CSS", "text/css; charset=utf-8"),
    ("api.js", "API_JS", "text/javascript; charset=utf-8"),
    ("app.css", "APP_CSS", "text/css; charset=utf-8"),
    ("app.js", "APP_JS", "text/javascript; charset=utf-8"),
    ("copy.js", "COPY_JS", "text/javascript; charset=utf-8"),
    ("htmx-4.0.1.min.js", "HTMX_JS", "text/javascript; charset=utf-8"),
    ("import.js", "IMPORT_JS", "text/javascript; charset=utf-8"),
    ("month.js", "MONTH_JS", "text/javascript; charset=utf-8"),
    ("restore.js", "RESTORE_JS", "text/javascript; charset=utf-8"),
    ("select.js", "SELECT_JS", "text/javascript; charset=utf-8"),
    ("icon.svg", "ICON", "image/svg+xml"),
    ("icon-180.png", "ICON_180", "image/png"),
    ("icon-192.png", "ICON_192", "image/png"),
    ("icon-512.png", "ICON_512", "image/png"),
];

/// The Swagger UI assets, in the same form, from the archive that its authors publish. They are
/// large, so only the gzip version is embedded.
const SWAGGER_UI: [(&str, &str, &str); 2] = [
    ("swagger-ui-bundle.js", "SWAGGER_UI_JS", "text/javascript; charset=utf-8"),
    ("swagger-ui.css", "SWAGGER_UI_CSS", "text/css; charset=utf-8"),
];

/// Writes `assets.rs` and the files that it embeds.
pub(crate) fn embed(out: &Path) -> io::Result<()> {
    let mut code = Code { out: out.to_owned(), constants: String::new(), table: String::new() };
    for asset in ASSETS {
        let (file, ..) = asset;
        let plain =
            if file == "app.css" { style()? } else { fs::read(Path::new("static").join(file))? };
        code.add(asset, &plain)?;
    }
    code.add_screenshots()?;
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for asset in SWAGGER_UI {
        code.add_large(asset, &unpack(&mut archive, asset.0)?)?;
    }
    code.write()
}

/// Collects the code of `assets.rs`, which is generated in `OUT_DIR`.
struct Code {
    out: PathBuf,
    constants: String,
    table: String,
}

impl Code {
    /// Embeds a file uncompressed, and compressed where that is smaller.
    fn add(&mut self, asset: (&str, &str, &str), plain: &[u8]) -> io::Result<()> {
        let name = hashed_name(asset.0, plain);
        let smaller = |extension: &str, bytes: &[u8]| -> io::Result<String> {
            if bytes.len() < plain.len() {
                self.embed(&name, extension, bytes)
            } else {
                Ok("None".to_owned())
            }
        };
        let (brotli, gzip) = (smaller(".br", &brotli(plain)?)?, smaller(".gz", &gzip(plain)?)?);
        let plain = self.embed(&name, "", plain)?;
        self.enter(asset, &name, &[&plain, &brotli, &gzip]);
        Ok(())
    }

    /// Embeds the pictures of the welcome page, `screenshot-TAG-light.webp` and `-dark.webp`, and
    /// adds the function that chooses between them.
    fn add_screenshots(&mut self) -> io::Result<()> {
        let mut arms = String::new();
        for tag in screenshot_tags()? {
            let constants = ["LIGHT", "DARK"].map(|scheme| {
                format!("SCREENSHOT_{}_{scheme}", tag.to_uppercase().replace('-', "_"))
            });
            for (constant, scheme) in constants.iter().zip(["light", "dark"]) {
                let file = format!("screenshot-{tag}-{scheme}.webp");
                let plain = fs::read(Path::new("static").join(&file))?;
                self.add((&file, constant, "image/webp"), &plain)?;
            }
            if tag != "en" {
                let _ = writeln!(arms, "        {tag:?} => [{}],", constants.join(", "));
            }
        }
        let _ = writeln!(
            self.constants,
            "/// Returns the URL paths of the welcome page's pictures, light and dark, in the language \
             with\n/// this tag, or in English if it has none.\n\
             pub(crate) fn screenshots(tag: &str) -> [&'static str; 2] {{\n    match tag {{\n{arms}        \
             _ => [SCREENSHOT_EN_LIGHT, SCREENSHOT_EN_DARK],\n    }}\n}}"
        );
        Ok(())
    }

    /// Embeds only the gzip version of a file.
    fn add_large(&mut self, asset: (&str, &str, &str), plain: &[u8]) -> io::Result<()> {
        let name = hashed_name(asset.0, plain);
        let gzip = self.embed(&name, ".gz", &gzip(plain)?)?;
        self.enter(asset, &name, &["None", "None", &gzip]);
        Ok(())
    }

    fn embed(&self, name: &str, extension: &str, bytes: &[u8]) -> io::Result<String> {
        let path = self.out.join(format!("{name}{extension}"));
        fs::write(&path, bytes)?;
        Ok(format!("Some(include_bytes!({:?}))", path.display().to_string()))
    }

    fn enter(&mut self, asset: (&str, &str, &str), name: &str, bodies: &[&str; 3]) {
        let (file, constant, content_type) = asset;
        let [plain, brotli, gzip] = bodies;
        let _ = writeln!(
            self.constants,
            "/// The URL path of `{file}`.\npub(crate) const {constant}: &str = \"/static/{name}\";"
        );
        let _ = writeln!(
            self.table,
            "    Asset {{ name: {name:?}, content_type: {content_type:?}, plain: {plain}, \
             brotli: {brotli}, gzip: {gzip} }},"
        );
    }

    fn write(&self) -> io::Result<()> {
        let Self { out, constants, table } = self;
        let code = format!("{constants}\nstatic ALL: &[Asset] = &[\n{table}];\n");
        fs::write(out.join("assets.rs"), code)
    }
}

/// Returns the tags of the languages that have pictures.
fn screenshot_tags() -> io::Result<Vec<String>> {
    let mut tags = Vec::new();
    for file in fs::read_dir("static")? {
        let name = file?.file_name().to_string_lossy().into_owned();
        let tag =
            name.strip_prefix("screenshot-").and_then(|rest| rest.strip_suffix("-light.webp"));
        tags.extend(tag.map(str::to_owned));
    }
    tags.sort();
    Ok(tags)
}

/// Extracts a file from the `dist` folder of the archive.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, file: &str) -> io::Result<Vec<u8>> {
    let end = format!("/dist/{file}");
    let at = archive.file_names().position(|name| name.is_ok_and(|name| name.ends_with(&end)));
    let mut content = Vec::new();
    archive.by_index(at.ok_or(io::ErrorKind::NotFound)?)?.read_to_end(&mut content)?;
    Ok(content)
}

/// Concatenates the files of `static/css`, sorted by name, into the style sheet of all pages.
/// Leaves out comments, a tenth of its compressed size.
fn style() -> io::Result<Vec<u8>> {
    let files = fs::read_dir("static/css")?.map(|file| file.map(|file| file.path()));
    let mut files: Vec<PathBuf> = files.collect::<Result<_, _>>()?;
    files.sort();
    let mut style = String::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        let mut pieces = text.split("/*");
        style.extend(pieces.next());
        style.extend(pieces.filter_map(|piece| piece.split_once("*/")).map(|(_, rest)| rest));
    }
    Ok(style.into_bytes())
}

/// Returns the file name with a hash of the content: `app.css` becomes `app.3fa2c1d0e5.css`.
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
