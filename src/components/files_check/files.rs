//! The files that were looked at, by what they are for; faults stand above them.

use charts::format::{count, size};
use cube::sorting::sort_by;
use leptos::prelude::*;
use verification::Fault;
use wording::t;

use super::report::{Checked, Group};

/// Everything that is not as it was published.
#[component]
pub fn FaultList(
    /// The faults.
    faults: Vec<Fault>,
) -> impl IntoView {
    let items = faults.into_iter().map(|fault| {
        let Fault {
            file,
            expected,
            found,
        } = fault;
        view! {
            <li>
                <code class="path">{file}</code>
                <dl>
                    <div><dt>{t!("Expected")}</dt><dd>{expected}</dd></div>
                    <div><dt>{t!("Found")}</dt><dd>{found}</dd></div>
                </dl>
            </li>
        }
    });
    view! { <ul class="file-faults">{items.collect_view()}</ul> }
}

/// The files of each group, closed unless one of them has a fault.
#[component]
pub fn FileGroups(
    /// The files, in any order.
    files: Vec<Checked>,
) -> impl IntoView {
    let groups = Group::all().filter_map(|group| {
        let mut files: Vec<Checked> = files
            .iter()
            .filter(|file| file.group == group)
            .cloned()
            .collect();
        sort_by(&mut files, |one, other| {
            (one.is_sound, &one.name).cmp(&(other.is_sound, &other.name))
        });
        (!files.is_empty()).then(|| view! { <FileGroup group files /> })
    });
    groups.collect_view()
}

#[component]
fn FileGroup(group: Group, files: Vec<Checked>) -> impl IntoView {
    let faulty = files.iter().filter(|file| !file.is_sound).count();
    let summary = summary(&files, faulty);
    let rows = files.into_iter().map(|file| {
        let state = match (file.is_sound, file.bytes) {
            (true, _) => t!("as published"),
            (false, Some(_)) => t!("not as published"),
            (false, None) => t!("did not come"),
        };
        let bytes = file.bytes.map(count);
        view! {
            <tr class:failed=!file.is_sound>
                <th scope="row"><code class="path">{file.name}</code></th>
                <td class="bytes">{bytes}</td>
                <td>{state}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details class="file-group" class:failed={faulty > 0} open={faulty > 0}>
            <summary><strong>{group.label()}</strong> " " <span class="quiet">{summary}</span></summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=group.label()>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t!("File")}</th>
                            <th scope="col">{t!("Bytes")}</th>
                            <th scope="col">{t!("State")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

/// How many files there are, how long they are together, and how many of them are not as published.
fn summary(files: &[Checked], faulty: usize) -> String {
    let bytes: u64 = files.iter().filter_map(|file| file.bytes).sum();
    let number = match files.len() {
        1 => t!("1 file").to_owned(),
        many => t!("{count} files", count = count(many as u64)),
    };
    let state = match faulty {
        0 => t!("all as published").to_owned(),
        faulty => t!("{count} not as published", count = count(faulty as u64)),
    };
    format!("{number}, {}, {state}", size(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    fn file(is_sound: bool) -> Checked {
        Checked {
            group: Group::Lists,
            name: "catalog.json".into(),
            bytes: Some(1200),
            is_sound,
        }
    }

    #[test]
    fn a_group_is_summed_up_in_the_language_that_is_spoken() {
        let one = || summary(&[file(true)], 0);
        let two = || summary(&[file(true), file(false)], 1);
        assert_eq!(one(), "1 file, 2 kB, all as published");
        assert_eq!(two(), "2 files, 3 kB, 1 not as published");
        let spanish = |said: fn() -> String| speaking(Language::Spanish, said);
        assert_eq!(spanish(one), "1 archivo, 2 kB, todo como se publicó");
        assert_eq!(spanish(two), "2 archivos, 3 kB, 1 con diferencias");
    }
}
