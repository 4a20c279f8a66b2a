//! The order of lists.
//!
//! The sorts of the standard library are written anew for each type of a list and each comparison, about
//! 3 kB of WebAssembly a time. Here one of them sorts positions for all lists.

use std::cmp::Ordering;

/// Sorts a list as its things compare; equal ones stay in their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts a list by a comparison, which is a total order; equal ones stay in their order.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted_positions(list.len(), &|one, other| {
        let pair = list.get(one).zip(list.get(other));
        pair.map_or(Ordering::Equal, |(one, other)| compare(one, other))
    });
    arrange(list, order);
}

/// Sorts a list by a key of each thing, which is asked for once; equal ones stay in their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let order = sorted_positions(list.len(), &|one, other| {
        keys.get(one).cmp(&keys.get(other))
    });
    arrange(list, order);
}

/// Puts what stands at each position of `order` in its place.
fn arrange<T>(list: &mut [T], mut order: Vec<usize>) {
    let mut wanted_at = |at: usize| {
        order
            .get_mut(at)
            .map(|wanted| std::mem::replace(wanted, at))
    };
    for start in 0..list.len() {
        let mut at = start;
        // Each thing that is brought to its place leaves the place of the next one free.
        while let Some(next) = wanted_at(at).filter(|next| *next != start) {
            list.swap(at, next);
            at = next;
        }
    }
}

/// The positions of a list in the order that `compare` gives what stands there.
fn sorted_positions(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_unstable_by(|one, other| compare(*one, *other).then_with(|| one.cmp(other)));
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_sorted_as_by_the_standard_library(list in prop::collection::vec((0_u8..9, any::<u8>()), 0..80)) {
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut sorted = list;
            let mut by_key = sorted.clone();
            sort_by(&mut sorted, |one, other| one.0.cmp(&other.0));
            prop_assert_eq!(&sorted, &expected);
            sort_by_key(&mut by_key, |(key, _)| *key);
            prop_assert_eq!(&by_key, &expected);
            expected.sort();
            sort(&mut sorted);
            prop_assert_eq!(sorted, expected);
        }
    }
}
