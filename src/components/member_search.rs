//! A long code list: search by name, and the chosen ones as buttons that remove themselves.

use cube::{Dimension, Member};
use leptos::prelude::*;
use wording::{letters, t};

/// A search over the members of a dimension.
#[component]
pub fn MemberSearch(
    /// What is chosen here.
    #[prop(into)]
    legend: String,
    /// The code list.
    dimension: Dimension,
    /// The chosen codes.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Called with the code of a member to add or to remove.
    #[prop(into)]
    on_toggle: Callback<String>,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let options = dimension.members.iter().map(|member| {
        view! { <option value=member.label.clone()></option> }
    });
    let options = options.collect_view();
    let members = StoredValue::new(dimension.members);
    let label_of = move |code: &str| {
        members.with_value(|members| {
            members
                .iter()
                .find(|member| member.code == code)
                .map(|member| member.label.clone())
        })
    };
    let add = move |text: String| -> bool {
        match members.with_value(|members| find(members, &text)) {
            Some(code) if chosen.with_untracked(|codes| codes.contains(&code)) => {
                said.set(t!("{name} is already shown.", name = text));
                true
            }
            Some(code) => {
                said.set(String::new());
                on_toggle.run(code);
                true
            }
            None if text.trim().is_empty() => true,
            None => {
                said.set(t!(
                    "No place called “{name}” in this table.",
                    name = text.trim()
                ));
                false
            }
        }
    };
    let chips = move || {
        let chip = |code: String| {
            let label = label_of(&code).unwrap_or_else(|| code.clone());
            let name = t!("Remove {name}", name = label);
            view! {
                <button
                    type="button"
                    class="toggle"
                    aria-pressed="true"
                    aria-label=name
                    data-code=code.clone()
                    on:click=move |_| on_toggle.run(code.clone())
                >
                    {label}
                </button>
            }
        };
        chosen.get().into_iter().map(chip).collect_view()
    };
    view! {
        <fieldset class="toggles">
            <legend class="visually-hidden">{legend}</legend>
            {chips}
            <label class="field">
                <span>{t!("Add a place")}</span>
                <input
                    type="search"
                    list="member-options"
                    autocomplete="off"
                    placeholder=t!("Type a name")
                    on:change:target=move |event| {
                        if add(event.target().value()) {
                            event.target().set_value("");
                        }
                    }
                />
                <datalist id="member-options">{options}</datalist>
            </label>
            <p class="quiet" role="status">{said}</p>
        </fieldset>
    }
}

/// The code of the member that a typed name means: its whole name, or the only name it begins.
fn find(members: &[Member], text: &str) -> Option<String> {
    let wanted = letters::lower(text.trim());
    if wanted.is_empty() {
        return None;
    }
    let exact = members
        .iter()
        .find(|member| letters::lower(&member.label) == wanted);
    let mut beginning = members
        .iter()
        .filter(|member| letters::lower(&member.label).starts_with(&wanted));
    let only = || match (beginning.next(), beginning.next()) {
        (Some(member), None) => Some(member),
        _ => None,
    };
    exact.or_else(only).map(|member| member.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let members = ["Canton", "Canton Industrial Area", "Cherry Hill"].map(|label| Member {
            code: label.to_lowercase().replace(' ', "-"),
            label: label.to_owned(),
            parent: None,
        });
        assert_eq!(find(&members, text).as_deref(), expected);
    }

    #[test]
    fn a_name_is_found_by_all_of_it_or_by_a_clear_beginning() {
        check("canton", Some("canton"));
        check(" CHERRY", Some("cherry-hill"));
        check("c", None);
        check("", None);
        check("Hampden", None);
    }
}
