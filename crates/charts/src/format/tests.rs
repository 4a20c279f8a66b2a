use super::*;
use crate::tests::bilingual::in_spanish;
use proptest::prelude::*;

fn at(text: &str) -> Month {
    Month::parse(text).unwrap()
}

#[test]
fn counts_have_commas() {
    for (value, expected) in [
        (0_u32, "0"),
        (348, "348"),
        (999, "999"),
        (1000, "1,000"),
        (12_345, "12,345"),
        (123_456, "123,456"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(count(value), expected);
    }
}

#[test]
fn sizes_are_for_people() {
    assert_eq!(size(1), "1 kB");
    assert_eq!(size(999_000), "999 kB");
    assert_eq!(size(1_250_000), "1.2 MB");
}

#[test]
fn numbers_keep_their_decimals() {
    let text = |stored, decimals| number(Fixed { stored, decimals });
    assert_eq!(text(1240, 2), "12.40");
    assert_eq!(text(123_456, 2), "1,234.56");
    assert_eq!(text(5, 3), "0.005");
    assert_eq!(text(12_345, 0), "12,345");
}

#[track_caller]
fn check_period(grain: Grain, last: &str, expected: &str, before: &str) {
    let last = at(last);
    assert_eq!(period(Period { grain, last }), expected);
    assert_eq!(year_before(Period { grain, last }), before);
}

#[test]
fn periods_have_names() {
    check_period(Grain::Month, "2019-07", "July 2019", "July 2018");
    check_period(
        Grain::Quarter,
        "2019-09",
        "July to September 2019",
        "the same months of 2018",
    );
    check_period(Grain::Year, "2019-12", "2019", "2018");
    check_period(
        Grain::Rolling12,
        "2019-07",
        "12 months to July 2019",
        "the 12 months before",
    );
}

#[test]
fn spans_name_no_more_months_than_needed() {
    for (first, last, expected) in [
        ("2012-01", "2021-04", "2012 to April 2021"),
        ("2012-01", "2020-12", "2012 to 2020"),
        ("2019-01", "2019-12", "2019"),
        ("2019-01", "2019-04", "January 2019 to April 2019"),
        ("2019-03", "2020-12", "March 2019 to 2020"),
        ("2019-03", "2019-03", "March 2019"),
    ] {
        assert_eq!(span(at(first), at(last)), expected);
    }
}

#[test]
fn dates_are_as_exact_as_their_source() {
    for (text, expected) in [
        ("2019-07-16", "July 16, 2019"),
        ("2023-07-09", "July 9, 2023"),
        ("2020-03", "March 2020"),
        ("2007", "2007"),
        ("early 2023", "early 2023"),
    ] {
        assert_eq!(date(text), expected);
    }
}

#[test]
fn differences_and_percentages_have_no_signs() {
    assert_eq!(difference(348, 309), "39 more");
    assert_eq!(difference(333, 344), "11 fewer");
    assert_eq!(difference(5, 5), "the same number");
    assert_eq!(percent(-24.8), "25%");
    assert_eq!(percent(0.2), "less than 1%");
}

#[test]
fn lists_end_in_and() {
    let items = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(list(&items), "a, b and c");
    assert_eq!(list(items.get(..2).unwrap()), "a and b");
    assert_eq!(list(&[]), "");
    assert_eq!(capitalized("people killed"), "People killed");
}

#[test]
fn spanish_periods_have_names() {
    let period_of = |grain, last| Period {
        grain,
        last: at(last),
    };
    for (grain, last, expected, before) in [
        (Grain::Month, "2019-07", "en julio de 2019", "julio de 2018"),
        (
            Grain::Quarter,
            "2019-09",
            "de julio a septiembre de 2019",
            "los mismos meses de 2018",
        ),
        (Grain::Year, "2019-12", "en 2019", "2018"),
        (
            Grain::Rolling12,
            "2019-07",
            "en los 12 meses hasta julio de 2019",
            "los 12 meses anteriores",
        ),
    ] {
        assert_eq!(in_spanish(|| within(period_of(grain, last))), expected);
        assert_eq!(in_spanish(|| year_before(period_of(grain, last))), before);
    }
    let span_of = |first, last| in_spanish(|| span(at(first), at(last)));
    assert_eq!(span_of("2012-01", "2021-04"), "2012 a abril de 2021");
    assert_eq!(
        span_of("2019-01", "2019-04"),
        "enero de 2019 a abril de 2019"
    );
    assert_eq!(in_spanish(|| month_short(at("2019-08")).to_owned()), "ago");
}

#[test]
fn spanish_dates_are_as_exact_as_their_source() {
    for (text, expected) in [
        ("2019-07-16", "16 de julio de 2019"),
        ("2020-03", "marzo de 2020"),
        ("2007", "2007"),
    ] {
        assert_eq!(in_spanish(|| date(text)), expected);
    }
}

#[test]
fn spanish_differences_and_percentages_have_no_signs() {
    assert_eq!(in_spanish(|| difference(348, 309)), "39 más");
    assert_eq!(in_spanish(|| difference(333, 344)), "11 menos");
    assert_eq!(in_spanish(|| difference(5, 5)), "el mismo número");
    assert_eq!(in_spanish(|| percent(-24.8)), "25\u{a0}%");
    assert_eq!(in_spanish(|| by_percent(-24.8)), "un 25\u{a0}%");
    assert_eq!(in_spanish(|| by_percent(0.2)), "menos del 1\u{a0}%");
}

#[test]
fn spanish_lists_end_in_y_and_before_the_sound_of_i_in_e() {
    for (last, expected) in [
        ("robos", "hurtos, quejas y robos"),
        ("incendios", "hurtos, quejas e incendios"),
        ("Irvington", "hurtos, quejas e Irvington"),
        ("hijos", "hurtos, quejas e hijos"),
        ("hierro", "hurtos, quejas y hierro"),
        ("Iowa", "hurtos, quejas y Iowa"),
    ] {
        let items = ["hurtos", "quejas", last].map(str::to_owned);
        assert_eq!(in_spanish(|| list(&items)), expected);
    }
    assert_eq!(capitalized("índices"), "Índices");
}

proptest! {
    #[test]
    fn a_count_without_its_commas_is_the_number(value: u32) {
        let text = count(value);
        prop_assert_eq!(text.replace(',', "").parse::<u32>().unwrap(), value);
        prop_assert!(text.split(',').skip(1).all(|group| group.len() == 3));
        prop_assert!(text.split(',').next().is_some_and(|head| (1..=3).contains(&head.len())));
    }
}
