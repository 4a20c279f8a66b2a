//! CKAN catalogues: from a resource, or one of a package, to the address of its file.
//!
//! Which resource of a package is meant is never guessed: one must fit what the settings say.

use serde::Deserialize;

use super::address::shown;
use super::http::{Client, Fault, Unanswered};
use super::page::with_query;
use crate::settings::CkanResource;

/// The answer of every action.
#[derive(Deserialize)]
pub(super) struct Shown<T> {
    #[serde(default)]
    success: bool,
    result: Option<T>,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
pub(super) struct Package {
    resources: Option<Vec<Resource>>,
}

#[derive(Deserialize)]
pub(super) struct Resource {
    name: Option<String>,
    format: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Refusal {
    message: Option<String>,
}

/// The address behind what the settings name.
pub(super) fn resolve(settings: &CkanResource, client: &Client<'_>) -> Result<String, Unanswered> {
    let ask = |action: &str, id: &str| {
        let portal = settings.url.trim_end_matches('/');
        with_query(&format!("{portal}/api/3/action/{action}"), &[("id", id)])
    };
    match (&settings.package, &settings.resource) {
        (Some(package), _) => {
            let url = ask("package_show", package);
            client.get_json(&url, |shown| of_package(settings, shown))
        }
        (None, resource) => {
            let url = ask("resource_show", resource.as_deref().unwrap_or_default());
            client.get_json(&url, of_resource)
        }
    }
}

pub(super) fn of_resource(shown: Shown<Resource>) -> Result<String, Fault> {
    let resource = result(shown, "the address of the resource")?;
    address(&resource)
}

/// The address of the one resource of a package that fits.
pub(super) fn of_package(settings: &CkanResource, shown: Shown<Package>) -> Result<String, Fault> {
    let package = result(shown, "the resources of the package")?;
    let resources = package.resources.unwrap_or_default();
    let fits = |resource: &&Resource| {
        let is_named = settings.name.as_ref().is_none_or(|name| {
            let found = resource.name.as_deref().unwrap_or_default();
            found.trim() == name.trim()
        });
        let is_of_format = settings.format.is_none_or(|format| {
            let found = resource.format.as_deref().unwrap_or_default();
            found.trim().eq_ignore_ascii_case(format.name())
        });
        is_named && is_of_format
    };
    let mut fitting = resources.iter().filter(fits);
    match (fitting.next(), fitting.count()) {
        (Some(resource), 0) => address(resource),
        _ => Err(Fault::lasting(wanted(settings), listed(&resources))),
    }
}

fn address(resource: &Resource) -> Result<String, Fault> {
    match &resource.url {
        Some(url) if url.starts_with("https://") || url.starts_with("http://") => Ok(url.clone()),
        Some(url) => {
            let found = format!("{:?}", shown(url));
            Err(Fault::lasting("an address of the resource", found))
        }
        None => Err(Fault::lasting(
            "the address of the resource",
            "JSON without it",
        )),
    }
}

fn result<T>(shown: Shown<T>, expected: &str) -> Result<T, Fault> {
    match shown.result {
        Some(result) if shown.success => Ok(result),
        _ => {
            let said = shown.error.and_then(|refusal| refusal.message);
            let said = said.unwrap_or_else(|| "JSON without it".to_owned());
            Err(Fault::lasting(expected, said))
        }
    }
}

fn wanted(settings: &CkanResource) -> String {
    let package = settings.package.as_deref().unwrap_or_default();
    let name = settings.name.as_ref();
    let name = name.map(|name| format!(" with the name {name:?}"));
    let format = settings.format;
    let format = format.map(|format| format!(" in the format {}", format.name()));
    format!(
        "one resource of the package {package}{}{}",
        name.unwrap_or_default(),
        format.unwrap_or_default()
    )
}

/// What a package holds, so that the settings can name one of it.
fn listed(resources: &[Resource]) -> String {
    if resources.is_empty() {
        return "none at all".to_owned();
    }
    let one = |resource: &Resource| {
        let name = resource.name.as_deref().unwrap_or_default();
        let format = resource.format.as_deref().unwrap_or_default();
        format!("{name:?} ({format})")
    };
    let all: Vec<_> = resources.iter().map(one).collect();
    format!("it has {}", all.join(", "))
}
