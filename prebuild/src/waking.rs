//! When the program of a written page is fetched: not before somebody uses the page (`wake.js`).

use std::sync::LazyLock;

use crate::hashed::{integrity, named};

/// What looks for that. It stands in the head of each page, so that it runs before anything is painted.
const SCRIPT: &str = include_str!("wake.js");

/// What starts a program, and what fetches it ahead: first the files that take long, so that those of which
/// there are many (its modules) do not keep them waiting where a host sends six at once.
const OF_PROGRAM: [(&str, &str); 3] = [
    ("<link rel=\"preload\" href", ">"),
    ("<link rel=\"modulepreload\"", ">"),
    ("<script type=\"module\"", "</script>"),
];

/// The name of the script below the site's base, after its content, and the content.
#[must_use]
pub fn script() -> (String, &'static str) {
    (named("wake", SCRIPT.as_bytes(), "js"), SCRIPT)
}

/// The element that runs the script; the same in each of hundreds of pages.
static ELEMENT: LazyLock<String> = LazyLock::new(|| {
    let (name, script) = script();
    let hash = integrity(script.as_bytes());
    format!("<script src=\"{name}\" integrity=\"{hash}\"></script>")
});

/// The page with what starts its program in a template, from which the script takes it.
#[must_use]
pub fn asleep(html: &str) -> String {
    let (rest, program) = without_program(html);
    let element = ELEMENT.as_str();
    let sleeping = format!("<template id=\"program\">{program}</template>{element}</head>");
    rest.replacen("</head>", &sleeping, 1)
}

/// A page without what starts its program, and that, in order.
#[must_use]
pub fn without_program(html: &str) -> (String, String) {
    let mut rest = html.to_owned();
    let mut program = String::new();
    for (begin, end) in OF_PROGRAM {
        while let Some((before, after)) = rest.split_once(begin) {
            let (element, after) = after.split_once(end).unwrap_or((after, ""));
            program += &[begin, element, end].concat();
            rest = format!("{before}{after}");
        }
    }
    (rest, program)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn a_page_keeps_its_program_until_it_is_asked_for() {
        let page = "<head><script type=\"module\" src=\"p\"></script><link rel=\"preload\" as=\"font\" href=\"f\">\
            <link rel=\"preload\" href=\"w\" as=\"fetch\"><link rel=\"modulepreload\" href=\"m\"></head><body></body>";
        let (name, script) = script();
        let hash = STANDARD.encode(Sha256::digest(script));
        assert_eq!(
            asleep(page),
            format!(
                "<head><link rel=\"preload\" as=\"font\" href=\"f\"><template id=\"program\">\
                 <link rel=\"preload\" href=\"w\" as=\"fetch\"><link rel=\"modulepreload\" href=\"m\">\
                 <script type=\"module\" src=\"p\"></script></template><script src=\"{name}\" integrity=\"sha256-{hash}\"></script></head>\
                 <body></body>"
            )
        );
    }
}
