//! Places by name, with spelling forgiven.

use cube::sorting::sort;
use wording::letters;

/// The most places that a search gives.
const FOUND_LIMIT: usize = 8;

/// The positions of the labels that a typed name means, best first: those that begin with it, then those
/// of which a word does, then those that differ by a slip or two.
///
/// Case, accents of punctuation and spaces do not matter. The order of labels decides between equals.
#[must_use]
pub fn find_by_name(labels: &[&str], text: &str) -> Vec<usize> {
    let wanted = folded(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize)> = labels
        .iter()
        .enumerate()
        .filter_map(|(at, label)| Some((distance(&folded(label), &wanted)?, at)))
        .collect();
    sort(&mut found);
    found
        .into_iter()
        .take(FOUND_LIMIT)
        .map(|(_, at)| at)
        .collect()
}

/// Lower-case letters and digits, with one space between words.
fn folded(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(letters::small)
        .filter(|letter| !matches!(letter, '\'' | '’' | '.'))
        .map(|letter| match letters::is_letter_or_digit(letter) {
            true => letter,
            false => ' ',
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ")
}

/// How far a typed name is from a label: 0 where it is all of it; none where it is too far.
fn distance(label: &str, wanted: &str) -> Option<usize> {
    if label == wanted {
        return Some(0);
    }
    if label.starts_with(wanted) {
        return Some(1);
    }
    let starts_of_words = || label.match_indices(' ').map(|(at, space)| at + space.len());
    let tails = || std::iter::once(0).chain(starts_of_words());
    let tails = || tails().filter_map(|at| label.get(at..));
    if tails().any(|tail| tail.starts_with(wanted)) {
        return Some(2);
    }
    let allowed = match wanted.chars().count() {
        0..=4 => 0,
        5..=7 => 1,
        8..=12 => 2,
        _ => 3,
    };
    let slips = tails().map(|tail| slips_at_start(tail, wanted)).min()?;
    (slips <= allowed).then_some(2 + slips)
}

/// The fewest letters to change, add, leave out or swap so that `wanted` becomes a beginning of `text`.
///
/// Source: the optimal string alignment distance, with the end of `text` free.
fn slips_at_start(text: &str, wanted: &str) -> usize {
    let wanted: Vec<char> = wanted.chars().collect();
    let longest = wanted.len() + 3;
    let text: Vec<char> = text.chars().take(longest).collect();
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=text.len()).collect();
    for (row, letter) in wanted.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in text.iter().enumerate() {
            let changed = at(&last, column) + usize::from(letter != other);
            let added = at(&last, column + 1) + 1;
            let left_out = at(&next, column) + 1;
            let mut least = changed.min(added).min(left_out);
            let is_swap = row > 0
                && column > 0
                && wanted.get(row - 1) == Some(other)
                && text.get(column - 1) == Some(letter);
            if is_swap {
                least = least.min(at(&before, column - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.into_iter().min().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [&str; 6] = [
        "Bolton Hill",
        "Cherry Hill",
        "Dorchester",
        "Greater Rosemont",
        "Sandtown-Winchester",
        "Washington Village/Pigtown",
    ];

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find_by_name(&LABELS, text);
        let found: Vec<&str> = found.into_iter().map(|at| LABELS[at]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_are_found_in_spite_of_slips() {
        check("cherry hill", &["Cherry Hill"]);
        check("chery hill", &["Cherry Hill"]);
        check("cherry hlil", &["Cherry Hill"]);
        check("Sandtwon Winchestr", &["Sandtown-Winchester"]);
        check("sandtown", &["Sandtown-Winchester"]);
        check("winchester", &["Sandtown-Winchester"]);
        check("pigtown", &["Washington Village/Pigtown"]);
        check("rosmont", &["Greater Rosemont"]);
        check("hill", &["Bolton Hill", "Cherry Hill"]);
    }

    #[test]
    fn other_names_are_not_found() {
        check("", &[]);
        check("   ", &[]);
        check("Hampden", &[]);
        check("xyz", &[]);
    }
}
