//! Who publishes, where and on what terms: addresses that lead somewhere, a mailbox that can be one.

use super::super::document::Step::{self, Key};
use super::Checker;

impl Checker<'_> {
    pub(super) fn publication(&mut self) {
        let publication = &self.settings.city.publication;
        let publisher = &publication.publisher;
        let steps = [Key("publication"), Key("publisher"), Key("name")];
        if publisher.name.trim().is_empty() {
            let problem = self.documents.city.problem(&steps).found(&publisher.name);
            self.push(problem.saying("nobody publishes", "the name of a person or an office"));
        }
        if let Some(url) = &publisher.url {
            self.address(url, &[Key("publication"), Key("publisher"), Key("url")]);
        }
        let steps = [Key("publication"), Key("license"), Key("url")];
        self.address(&publication.license.url, &steps);
        if let Some(url) = &publication.base_url {
            let steps = [Key("publication"), Key("base_url")];
            self.address(url, &steps);
            if is_address(url) && !url.ends_with('/') {
                let problem = self.documents.city.problem(&steps).found(url);
                let expected = format!("{url}/");
                self.push(problem.saying("this is not the address of a folder", expected));
            }
        }
        let contact = publication.contact.as_ref();
        if let Some(contact) = contact.filter(|contact| !is_mailbox(&contact.email)) {
            let steps = [Key("publication"), Key("contact"), Key("email")];
            let problem = self.documents.city.problem(&steps).found(&contact.email);
            let expected = "one like data@example.gov, without mailto:";
            self.push(problem.saying("this is not an e-mail address", expected));
        }
    }

    fn address(&mut self, url: &str, steps: &[Step<'_>]) {
        if !is_address(url) {
            let problem = self.documents.city.problem(steps).found(url);
            let expected = "one like https://data.example.gov/";
            self.push(problem.saying("this is not an address on the web", expected));
        }
    }
}

/// Whether a text begins as an absolute address does and holds nothing that no address has.
fn is_address(text: &str) -> bool {
    let schemes = ["https://", "http://"];
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    has_host && !text.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c))
}

fn is_mailbox(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains([' ', '@', ':', '<', '>']);
    text.split_once('@').is_some_and(|(name, host)| {
        let has_dot = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        is_part(name) && is_part(host) && has_dot
    })
}
