//! Reads the paths out of Rust source: of `use` trees, of code, and of what stands in macros.
//!
//! It works on tokens and knows no scopes: a name that a `use` has brought in is not followed,
//! because that `use` has been read already.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A path of two names or more as it stands in a file, `self` and `super` resolved to `crate`.
pub struct SourcePath {
    /// Where its last name stands, counted from 1.
    pub line: usize,
    /// The names from left to right, such as `crate`, `data`, `Library`.
    pub names: Vec<String>,
}

/// All paths in a source text; a `use` with braces is one path a branch.
pub fn paths_of(source: &str, module: &[String]) -> Vec<SourcePath> {
    let tokens: TokenStream = source
        .parse()
        .unwrap_or_else(|error| panic!("this is not Rust: {error}\n{source}"));
    let mut paths = Vec::new();
    collect_paths(tokens, &[], module, &mut paths);
    paths
}

/// Collects the paths of one level of brackets. `prefix` is what stands before them in a `use`.
fn collect_paths(
    tokens: TokenStream,
    prefix: &[String],
    module: &[String],
    paths: &mut Vec<SourcePath>,
) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut names: Vec<String> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let (before, after) = (&tokens[..index], &tokens[index + 1..]);
        match token {
            TokenTree::Ident(ident) => {
                if !ends_with_separator(before) {
                    names = prefix.to_vec();
                }
                names.push(ident.to_string());
                if names.len() > 1 && !path_goes_on(after) {
                    let line = ident.span().start().line;
                    paths.push(SourcePath {
                        line,
                        names: absolute(&names, module),
                    });
                }
            }
            TokenTree::Group(group) => {
                let is_branching = is_brace(token) && ends_with_separator(before);
                let prefix = if is_branching { names.as_slice() } else { &[] };
                collect_paths(
                    group.stream(),
                    prefix,
                    &module_inside(before, module),
                    paths,
                );
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Whether a name or a brace follows after `::`; a glob or a turbofish ends the path.
fn path_goes_on(after: &[TokenTree]) -> bool {
    match after {
        [first, second, next, ..] if is_separator(first, second) => {
            matches!(next, TokenTree::Ident(_)) || is_brace(next)
        }
        _ => false,
    }
}

fn ends_with_separator(before: &[TokenTree]) -> bool {
    matches!(before, [.., first, second] if is_separator(first, second))
}

/// `::` is two colons, the first of them joined to the second.
fn is_separator(first: &TokenTree, second: &TokenTree) -> bool {
    let TokenTree::Punct(first) = first else {
        return false;
    };
    let TokenTree::Punct(second) = second else {
        return false;
    };
    first.as_char() == ':' && first.spacing() == Spacing::Joint && second.as_char() == ':'
}

fn is_brace(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// The module of what stands in the brackets after these tokens: one deeper after `mod name`.
fn module_inside(before: &[TokenTree], module: &[String]) -> Vec<String> {
    let mut inside = module.to_vec();
    if let [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] = before
        && keyword == "mod"
    {
        inside.push(name.to_string());
    }
    inside
}

/// Resolves leading `self` and `super` against the module that the path stands in.
fn absolute(names: &[String], module: &[String]) -> Vec<String> {
    let relative = names
        .iter()
        .take_while(|name| ["self", "super"].contains(&name.as_str()));
    let (steps, ups) = relative.fold((0, 0), |(steps, ups), name| {
        (steps + 1, ups + usize::from(name == "super"))
    });
    if steps == 0 {
        return names.to_vec();
    }
    let base = module.len().saturating_sub(ups);
    ["crate".to_owned()]
        .iter()
        .chain(&module[..base])
        .chain(&names[steps..])
        .cloned()
        .collect()
}
