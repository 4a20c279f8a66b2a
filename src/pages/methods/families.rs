//! What is public, what is protected and why: the lines of the policy.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    data::{Family, Rule},
    locale::{Key, Texts},
};

/// The families of the policy, in its order.
#[component]
pub fn Families(
    /// The families.
    families: Vec<Family>,
    /// The texts of the interface.
    texts: Arc<Texts>,
) -> impl IntoView {
    let language = texts.language();
    let entries = families.into_iter().map(|family| {
        view! {
            <div class="policy-line">
                <h3>{family.label.in_language(language)}</h3>
                <p class="policy-method">{method(&texts, family.rule)}</p>
                <p>{family.published.in_language(language)}</p>
                <p class="quiet">
                    {texts.get(Key::PolicyWhy)} ". " {family.why.in_language(language)}
                </p>
            </div>
        }
    });
    view! {
        <section aria-labelledby="policy">
            <h2 id="policy">{texts.get(Key::PolicyTitle)}</h2>
            <div class="policy">{entries.collect_view()}</div>
        </section>
    }
}

/// How the numbers of a family are protected, in a few words.
fn method(texts: &Texts, rule: Rule) -> String {
    match (rule.threshold, rule.within) {
        (Some(threshold), _) => texts.with_number(Key::MethodHidden, threshold),
        (None, Some(within)) => texts.with_number(Key::MethodRounded, within),
        (None, None) => texts.get(Key::MethodExact),
    }
}
