//! What a visitor has chosen, one by one, each with the view without it.

use cube::{Dimension, DimensionKind, Header, Month};

use super::{Beside, ViewState};

/// One thing that is chosen, and how the view is without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What it is, in the words of the table: `Robbery`, `2011 to 2015`.
    pub label: Label,
    /// The view without it.
    pub without: ViewState,
}

/// What is chosen, before it is put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A member of a dimension, by its label.
    Member(String),
    /// Months from the first to the last; open at an end where nothing is chosen there.
    Period(Option<Month>, Option<Month>),
    /// The city beside its places.
    City,
}

/// Everything that a view chooses of a table, in the order of its controls. What the table does not
/// have is left out, as it is from the chart.
#[must_use]
pub fn chosen(view: &ViewState, header: &Header) -> Vec<Chosen> {
    let mut all = Vec::new();
    let mut taken = Vec::new();
    for dimension in &header.dimensions {
        // Of each kind but groups only the first dimension is chosen from.
        let is_group = dimension.kind == DimensionKind::Group;
        if is_group || !taken.contains(&dimension.kind) {
            all.extend(of_dimension(view, dimension));
            taken.push(dimension.kind);
        }
    }
    if view.beside == Beside::City {
        all.push(Chosen {
            label: Label::City,
            without: ViewState {
                beside: Beside::Nothing,
                ..view.clone()
            },
        });
    }
    if view.first.is_some() || view.last.is_some() {
        all.push(Chosen {
            label: Label::Period(view.first, view.last),
            without: ViewState {
                first: None,
                last: None,
                ..view.clone()
            },
        });
    }
    all
}

/// Everything that a view chooses of some tables on one page, each once.
///
/// Where a page shows categories of a second list, they stand under the id of their dimension.
#[must_use]
pub fn chosen_of_all(view: &ViewState, headers: &[Header]) -> Vec<Chosen> {
    let mut all: Vec<Chosen> = Vec::new();
    let mut period = None;
    for header in headers {
        let beside = header.dimensions.iter();
        let beside = beside.filter(|dimension| dimension.kind == DimensionKind::Category);
        let beside = beside.flat_map(|dimension| {
            let codes = view.groups.get(&dimension.id);
            members(
                view,
                dimension,
                codes.map_or(&[][..], Vec::as_slice),
                |without, rest| {
                    without.choose_groups(&dimension.id, rest);
                },
            )
        });
        for one in chosen(view, header).into_iter().chain(beside) {
            if matches!(one.label, Label::Period(..)) {
                period = Some(one);
            } else if !all.iter().any(|known| known.without == one.without) {
                all.push(one);
            }
        }
    }
    all.extend(period);
    all
}

fn of_dimension(view: &ViewState, dimension: &Dimension) -> Vec<Chosen> {
    let codes = match dimension.kind {
        DimensionKind::Category => view.categories.as_slice(),
        DimensionKind::Geography => view.geographies.as_slice(),
        DimensionKind::Group => view
            .groups
            .get(&dimension.id)
            .map_or(&[][..], Vec::as_slice),
    };
    members(view, dimension, codes, |without, rest| {
        match dimension.kind {
            DimensionKind::Category => without.categories = rest,
            DimensionKind::Geography => without.geographies = rest,
            DimensionKind::Group => without.choose_groups(&dimension.id, rest),
        }
    })
}

/// Each of some codes that a dimension has, with the view in which `leave` leaves the others.
fn members(
    view: &ViewState,
    dimension: &Dimension,
    codes: &[String],
    leave: impl Fn(&mut ViewState, Vec<String>),
) -> Vec<Chosen> {
    let known = codes.iter().filter_map(|code| dimension.member(code));
    let chosen = known.map(|member| {
        let rest = codes.iter().filter(|code| **code != member.code).cloned();
        let rest: Vec<String> = rest.collect();
        let mut without = view.clone();
        leave(&mut without, rest);
        Chosen {
            label: Label::Member(member.label.clone()),
            without,
        }
    });
    chosen.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::resolve::tests::header;

    #[test]
    fn each_choice_can_be_taken_back_alone() {
        let view = ViewState::parse("o=robbery,piracy&p=east,west&f=2015-01&x=city&utm=1");
        let found = chosen(&view, &header());
        let texts: Vec<String> = found
            .iter()
            .map(|one| format!("{:?} -> {}", one.label, one.without.query()))
            .collect();
        assert_eq!(
            texts,
            [
                "Member(\"east\") -> o=robbery,piracy&p=west&f=2015-01&x=city&utm=1",
                "Member(\"west\") -> o=robbery,piracy&p=east&f=2015-01&x=city&utm=1",
                "Member(\"robbery\") -> o=piracy&p=east,west&f=2015-01&x=city&utm=1",
                "City -> o=robbery,piracy&p=east,west&f=2015-01&utm=1",
                "Period(Some(Month(24180)), None) -> o=robbery,piracy&p=east,west&x=city&utm=1",
            ]
        );
        assert!(chosen(&ViewState::default(), &header()).is_empty());
    }
}
