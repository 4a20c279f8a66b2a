//! What is public, what is protected and why: the lines of the policy.

use leptos::prelude::*;
use wording::{language, t};

use crate::data::{Family, Rule};

/// The families of the policy, in its order.
#[component]
pub fn Families(
    /// The families.
    families: Vec<Family>,
) -> impl IntoView {
    let language = language();
    let entries = families.into_iter().map(|family| {
        let why = t!("Why. {reason}", reason = family.why.in_language(language));
        view! {
            <div class="policy-line">
                <h3>{family.label.in_language(language)}</h3>
                <p class="policy-method">{method(family.rule)}</p>
                <p>{family.published.in_language(language)}</p>
                <p class="quiet">{why}</p>
            </div>
        }
    });
    view! {
        <section aria-labelledby="policy">
            <h2 id="policy">{t!("What is public, what is protected, and why")}</h2>
            <div class="policy">{entries.collect_view()}</div>
        </section>
    }
}

/// How the numbers of a family are protected, in a few words.
fn method(rule: Rule) -> String {
    match (rule.threshold, rule.within) {
        (Some(threshold), _) => t!("Counts under {threshold} are hidden", threshold = threshold),
        (None, Some(within)) => t!("Rounded: at most {within} from the count", within = within),
        (None, None) => t!("Shown as counted").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[test]
    fn a_rule_is_told_in_both_languages() {
        let rule = |threshold, within| Rule { threshold, within };
        let rules = [rule(None, None), rule(Some(5), None), rule(None, Some(4))];
        let told = |language| speaking(language, || rules.map(method));
        assert_eq!(
            told(Language::English),
            [
                "Shown as counted",
                "Counts under 5 are hidden",
                "Rounded: at most 4 from the count"
            ]
        );
        assert_eq!(
            told(Language::Spanish),
            [
                "Se muestra tal como se contó",
                "Se ocultan los conteos menores de 5",
                "Redondeado: a lo sumo a 4 del conteo"
            ]
        );
    }
}
