//! The files that were looked at, by what they are for; faults stand above them.

use charts::format::{count, size};
use leptos::prelude::*;
use verification::Fault;

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
                    <div><dt>"Expected"</dt><dd>{expected}</dd></div>
                    <div><dt>"Found"</dt><dd>{found}</dd></div>
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
        files.sort_by(|one, other| (one.is_sound, &one.name).cmp(&(other.is_sound, &other.name)));
        (!files.is_empty()).then(|| view! { <FileGroup group files /> })
    });
    groups.collect_view()
}

#[component]
fn FileGroup(group: Group, files: Vec<Checked>) -> impl IntoView {
    let bytes: u64 = files.iter().filter_map(|file| file.bytes).sum();
    let faulty = files.iter().filter(|file| !file.is_sound).count();
    let state = match faulty {
        0 => "all as published".to_owned(),
        faulty => format!("{} not as published", count(faulty as u64)),
    };
    let plural = if files.len() == 1 { "" } else { "s" };
    let summary = format!(
        "{} file{plural}, {}, {state}",
        count(files.len() as u64),
        size(bytes)
    );
    let rows = files.into_iter().map(|file| {
        let state = match (file.is_sound, file.bytes) {
            (true, _) => "as published",
            (false, Some(_)) => "not as published",
            (false, None) => "did not come",
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
                    <thead><tr><th scope="col">"File"</th><th scope="col">"Bytes"</th><th scope="col">"State"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
