//! `cargo xtask nginx`: the site for nginx, in `target/nginx`: the folder to serve, with compressed
//! files beside the others, and the configuration, made from the table of headers.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use xshell::cmd;

use super::{CACHING, EMBEDS, HASH_DIGITS, HEADERS, Header, Paths, framing};
use crate::workspace::Workspace;
use crate::{apt, build};

/// The file endings of the site and of its releases, by media type.
const MEDIA_TYPES: [(&str, &str); 22] = [
    ("application/atom+xml", "atom"),
    ("application/gzip", "gz"),
    ("application/javascript", "js mjs"),
    ("application/json", "json map"),
    ("application/ld+json", "jsonld"),
    ("application/manifest+json", "webmanifest"),
    ("application/pdf", "pdf"),
    ("application/sql", "sql"),
    ("application/vnd.apache.parquet", "parquet"),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    ("application/wasm", "wasm"),
    ("application/xml", "xml"),
    ("application/zip", "zip"),
    ("font/woff2", "woff2"),
    ("image/jpeg", "jpg jpeg"),
    ("image/png", "png"),
    ("image/svg+xml", "svg"),
    ("text/css", "css"),
    ("text/csv", "csv"),
    ("text/html", "html"),
    ("text/markdown", "md"),
    ("text/plain", "txt minisig"),
];

/// Types whose files are text in UTF-8, beside `text/html`, which nginx takes for granted.
const TEXTS: &str = "application/atom+xml application/javascript application/json \
    application/ld+json application/sql application/xml image/svg+xml text/css text/csv \
    text/markdown text/plain";

/// What nginx calls a server without a name.
const NAMELESS: &str = "_";

/// Where the site is to stand.
#[derive(Args)]
pub struct Options {
    /// The folder on the server that will hold the site
    #[arg(long, default_value = "/srv/sightline", value_name = "FOLDER")]
    root: String,
    /// The name of the server
    #[arg(long, default_value = NAMELESS, value_name = "NAME")]
    name: String,
    /// The address of the site on the web; `https://` and the name of the server where it has one
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// The port to listen on
    #[arg(long, default_value_t = 80)]
    port: u16,
    /// For an nginx without the module brotli_static: files compressed with gzip alone
    #[arg(long)]
    gzip_only: bool,
    /// Take `dist/` as it is, in place of building it
    #[arg(long)]
    built: bool,
}

/// Writes the folder and the configuration.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.built {
        let named = (options.name != NAMELESS).then(|| format!("https://{}/", options.name));
        let address = options.address.clone().or(named);
        build::run(workspace, &build::Options::at(address))?;
    }
    let shell = &workspace.shell;
    let page = shell.read_file("dist/index.html");
    let page = page.context("dist/ holds no build of the site: run `cargo xtask build` first")?;
    let base = base_of(&page).context("dist/index.html names no base")?;
    let folder = compress(workspace)?;
    let file = workspace.target.join("nginx/sightline.conf");
    shell.write_file(&file, configuration(base, options)?)?;
    println!("\nThe site:          {}", folder.display());
    println!("The configuration: {}", file.display());
    println!(
        "Copy the folder to {} and the configuration to /etc/nginx/conf.d/",
        options.root
    );
    Ok(())
}

/// Copies the built site to `target/nginx/site`, and compresses what is not yet compressed there.
fn compress(workspace: &Workspace) -> Result<PathBuf> {
    let shell = &workspace.shell;
    let folder = workspace.target.join("nginx/site");
    // Node's zlib is brotli in C, whatever this tool was optimized for, and Node builds the site
    // already; the crate of that name takes minutes in a build for development.
    cmd!(shell, "node xtask/precompress.mjs dist {folder}")
        .quiet()
        .run()
        .context("compressing the site")?;
    Ok(folder)
}

/// What the tests take: the folder with the site, and its configuration for a host of its own and
/// for a path of one.
pub fn for_tests(workspace: &Workspace) -> Result<PathBuf> {
    let site = compress(workspace)?;
    let folder = workspace.target.join("nginx");
    let options = Options {
        // The tests put their own folder and port in place of these.
        root: "/srv/sightline".to_owned(),
        name: NAMELESS.to_owned(),
        address: None,
        port: 80,
        gzip_only: false,
        built: true,
    };
    for (name, base) in [("root", "/"), ("below", "/sightline/")] {
        let file = folder.join(format!("{name}.test.conf"));
        workspace
            .shell
            .write_file(file, configuration(base, &options)?)?;
    }
    ensure!(site.is_dir(), "{} is not there", site.display());
    Ok(folder)
}

/// Where Debian and Ubuntu put the module that sends what was compressed with brotli before.
const MODULE: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// An nginx that can serve the site, for the tests; installed with apt where that is possible.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(nginx) = find(workspace) {
        return Ok(nginx);
    }
    let packages = ["nginx-light", "libnginx-mod-http-brotli-static"];
    let otherwise = "the tests of hosting need nginx with its module brotli_static: install both";
    apt::install(workspace, "nginx", &packages, otherwise)?;
    find(workspace).context("nginx is not there although apt-get has installed it")
}

fn find(workspace: &Workspace) -> Option<PathBuf> {
    // Debian keeps it where only root looks.
    let known = PathBuf::from("/usr/sbin/nginx");
    let nginx = workspace
        .find_program("nginx")
        .or_else(|| known.is_file().then_some(known));
    nginx.filter(|_| Path::new(MODULE).is_file())
}

/// The path that a page is published under, with a slash at both ends.
fn base_of(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<base href=\"")?;
    rest.split_once('"').map(|(base, _)| base)
}

/// The configuration, for nginx's context `http`.
fn configuration(base: &str, options: &Options) -> Result<String> {
    let Options {
        root, name, port, ..
    } = options;
    ensure!(
        base.starts_with('/') && base.ends_with('/') && is_plain(base),
        "the base {base} cannot stand in a configuration"
    );
    if !is_plain(root) || !is_plain(name) {
        bail!("a folder or name with other letters than A-Z a-z 0-9 . _ / - is not written here");
    }
    let brotli = if options.gzip_only { "off" } else { "on" };
    let mut maps = String::new();
    let mut headers = String::new();
    let policies = [
        (Paths::Folder(EMBEDS), framing("*")),
        (Paths::All, framing("'none'")),
    ];
    add_map(&mut maps, "Content-Security-Policy", &policies);
    add_header(&mut headers, "Content-Security-Policy");
    for header in HEADERS.iter().chain([&CACHING]) {
        add(&mut maps, &mut headers, header);
    }
    let types = MEDIA_TYPES.map(|(media, endings)| format!("        {media} {endings};\n"));
    let types = types.concat();
    let without_slash = base.trim_end_matches('/');
    let below_base = match without_slash {
        "" => String::new(),
        path => format!("\n        rewrite ^{path}/(.*)$ /$1 break;"),
    };
    let to_base = match without_slash {
        "" => String::new(),
        path => format!("\n    location = {path} {{\n        return 301 {base};\n    }}\n"),
    };
    Ok(format!(
        r#"# Sightline on nginx 1.22 or newer. Written by `cargo xtask nginx`; the headers come from the table
# in xtask/src/hosting. Belongs into the context `http`: /etc/nginx/conf.d/sightline.conf.

{maps}
server {{
    listen {port};
    server_name {name};

    # What is not listed is bytes.
    default_type application/octet-stream;
    types {{
{types}    }}
    charset utf-8;
    charset_types {TEXTS};

    # Compressed once, when the site was made; nothing is compressed at a request.
    gzip off;
    gzip_static on;
    gzip_vary on;
    brotli_static {brotli};

    etag on;
    sendfile on;
    tcp_nopush on;
    server_tokens off;
    absolute_redirect off;

{headers}{to_base}
    location {base} {{
        root {root};{below_base}
        # What the site does not show: files that begin with a dot, and the settings of other hosts.
        if ($uri ~ "/\.|^/_headers$") {{
            return 404;
        }}
        # Browsers ask first whether a page of elsewhere may read a part of a file.
        if ($request_method = OPTIONS) {{
            return 204;
        }}
        # A page is the file in its folder, with and without a slash at the end of the address.
        try_files $uri ${{uri}}index.html $uri/index.html =404;
        error_page 404 {base}404.html;
    }}
}}
"#
    ))
}

fn add(maps: &mut String, headers: &mut String, header: &Header) {
    match header.values {
        [(Paths::All, value)] => {
            let _ = writeln!(
                headers,
                "    add_header {} \"{value}\" always;",
                header.name
            );
        }
        values => {
            let values: Vec<_> = values
                .iter()
                .map(|(paths, value)| (*paths, (*value).to_owned()))
                .collect();
            add_map(maps, header.name, &values);
            add_header(headers, header.name);
        }
    }
}

fn add_header(headers: &mut String, name: &str) {
    let _ = writeln!(headers, "    add_header {name} {} always;", variable(name));
}

/// The value of a header by the path of the file; a header without a value is not sent.
///
/// What a browser may keep depends on the status, too: a file that is missing now may be there soon.
fn add_map(maps: &mut String, name: &str, values: &[(Paths, String)]) {
    let (of, before) = match name == CACHING.name {
        true => ("$status$uri", "(200|206|304)"),
        false => ("$uri", ""),
    };
    let _ = writeln!(maps, "map {of} {} {{", variable(name));
    for (paths, value) in values {
        let pattern = match paths {
            Paths::All => "default".to_owned(),
            Paths::Folder(folder) => format!("~^{before}/{folder}/"),
            Paths::File(file) => format!("~^{before}/{}$", file.replace('.', "\\.")),
            Paths::Hashed => {
                let (least, most) = HASH_DIGITS.into_inner();
                format!("\"~^{before}/[^/]*-[0-9a-f]{{{least},{most}}}[._][^/]*$\"")
            }
        };
        let _ = writeln!(maps, "    {pattern} \"{value}\";");
    }
    maps.push_str("}\n");
}

fn variable(name: &str) -> String {
    format!("$sightline_{}", name.to_lowercase().replace('-', "_"))
}

fn is_plain(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._/-".contains(letter);
    !text.is_empty() && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(root: &str) -> Options {
        Options {
            root: root.to_owned(),
            name: NAMELESS.to_owned(),
            address: None,
            port: 80,
            gzip_only: false,
            built: true,
        }
    }

    /// The configuration in the repository is for reading, and for whoever has no Rust.
    #[test]
    fn the_configuration_in_the_repository_is_the_one_that_is_written() {
        let text = configuration("/", &options("/srv/sightline")).unwrap();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../hosting/nginx.conf");
        if std::env::var_os("SIGHTLINE_WRITE").is_some() {
            std::fs::write(file, &text).unwrap();
        }
        let committed = std::fs::read_to_string(file).unwrap_or_default();
        assert_eq!(committed, text, "write it anew with SIGHTLINE_WRITE=1");
    }

    #[test]
    fn a_base_is_taken_off_and_led_to() {
        let text = configuration("/sightline/", &options("/srv/x")).unwrap();
        for part in [
            "location = /sightline {",
            "location /sightline/ {",
            "rewrite ^/sightline/(.*)$ /$1 break;",
            "error_page 404 /sightline/404.html;",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn nothing_that_nginx_would_read_otherwise_is_written() {
        for root in ["/srv/a b", "/srv/x; }", "", "/srv/$uri"] {
            assert!(configuration("/", &options(root)).is_err(), "{root}");
        }
        assert!(configuration("sightline", &options("/srv/x")).is_err());
        assert!(configuration("/a\"/", &options("/srv/x")).is_err());
    }

    #[test]
    fn the_base_is_read_from_the_page() {
        let page = r#"<head><base href="/sightline/"><title>"#;
        assert_eq!(base_of(page), Some("/sightline/"));
        assert_eq!(base_of("<head>"), None);
    }
}
