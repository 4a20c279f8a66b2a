use super::*;
use crate::tests::bilingual::in_spanish;
use crate::tests::sample::{homicide, line, observed};

#[track_caller]
fn check(unit: Unit, code: &str, label: &str, one: &str, many: &str) {
    let noun = noun(unit, code, label);
    assert_eq!(noun.counted(1), one);
    assert_eq!(noun.counted(2345), many);
}

#[test]
fn homicides_are_people() {
    for unit in [Unit::Victims, Unit::Offenses] {
        check(
            unit,
            "homicide",
            "Homicide",
            "1 person killed",
            "2,345 people killed",
        );
    }
}

#[test]
fn each_unit_has_its_own_noun() {
    use Unit::{Arrests, Offenses, Victims};
    check(
        Victims,
        "robbery",
        "Robbery",
        "1 robbery victim",
        "2,345 robbery victims",
    );
    check(
        Offenses,
        "robbery",
        "Robbery",
        "1 robbery",
        "2,345 robberies",
    );
    check(
        Arrests,
        "robbery",
        "Robbery",
        "1 arrest for robbery",
        "2,345 arrests for robbery",
    );
    check(
        Victims,
        "shooting",
        "Shooting",
        "1 non-fatal shooting victim",
        "2,345 non-fatal shooting victims",
    );
    check(
        Arrests,
        "gun",
        "Guns",
        "1 arrest for gun offenses",
        "2,345 arrests for gun offenses",
    );
    check(Arrests, "all", "All", "1 arrest", "2,345 arrests");
    check(
        Arrests,
        "all",
        "All arrests of adults",
        "1 arrest of adults",
        "2,345 arrests of adults",
    );
}

#[test]
fn events_and_rates_are_named_by_their_category() {
    use Unit::{Events, Per1000Residents};
    check(
        Events,
        "part1",
        "Part 1 crimes",
        "1 Part 1 crime",
        "2,345 Part 1 crimes",
    );
    check(
        Events,
        "call_narcotics",
        "Calls to 911 about narcotics",
        "1 call to 911 about narcotics",
        "2,345 calls to 911 about narcotics",
    );
    check(Events, "fire", "Fires", "1 fire", "2,345 fires");
    let rate = noun(Per1000Residents, "arrest", "Arrests");
    assert_eq!(rate.plural, "arrests per 1,000 residents");
}

#[test]
fn what_officers_do_is_named_with_its_class() {
    use Unit::{Allegations, Complaints, UsesOfForce};
    check(
        UsesOfForce,
        "all",
        "All",
        "1 use-of-force incident",
        "2,345 use-of-force incidents",
    );
    check(
        UsesOfForce,
        "takedown",
        "Takedown",
        "1 use-of-force incident (takedown)",
        "2,345 use-of-force incidents (takedown)",
    );
    check(
        Complaints,
        "di_1",
        "DI-1",
        "1 complaint (DI-1)",
        "2,345 complaints (DI-1)",
    );
    check(
        Allegations,
        "sustained",
        "Sustained",
        "1 allegation (sustained)",
        "2,345 allegations (sustained)",
    );
}

#[test]
fn an_unknown_code_falls_back_to_its_label() {
    use Unit::{Arrests, Offenses, Victims};
    check(
        Victims,
        "carjacking",
        "Carjacking",
        "1 carjacking victim",
        "2,345 carjacking victims",
    );
    check(
        Offenses,
        "dui",
        "DUI",
        "1 DUI offense",
        "2,345 DUI offenses",
    );
    check(
        Arrests,
        "fraud",
        "Fraud",
        "1 arrest for fraud",
        "2,345 arrests for fraud",
    );
}

#[track_caller]
fn check_spanish(unit: Unit, code: &str, label: &str, one: &str, many: &str) {
    assert_eq!(in_spanish(|| noun(unit, code, label).counted(1)), one);
    assert_eq!(in_spanish(|| noun(unit, code, label).counted(2345)), many);
}

#[test]
fn known_codes_have_spanish_nouns() {
    use Unit::{Arrests, Events, Offenses, Victims};
    let cases = [
        (
            Victims,
            "homicide",
            "1 persona asesinada",
            "2,345 personas asesinadas",
        ),
        (
            Offenses,
            "homicide",
            "1 persona asesinada",
            "2,345 personas asesinadas",
        ),
        (
            Victims,
            "shooting",
            "1 víctima de tiroteo no mortal",
            "2,345 víctimas de tiroteos no mortales",
        ),
        (
            Victims,
            "larceny",
            "1 víctima de hurto",
            "2,345 víctimas de hurto",
        ),
        (Offenses, "rape", "1 violación", "2,345 violaciones"),
        (
            Offenses,
            "robbery",
            "1 robo con violencia",
            "2,345 robos con violencia",
        ),
        (Arrests, "all", "1 arresto", "2,345 arrestos"),
        (
            Arrests,
            "gun",
            "1 arresto por delitos con armas de fuego",
            "2,345 arrestos por delitos con armas de fuego",
        ),
        (
            Events,
            "call_overdose",
            "1 llamada al 911 por sobredosis",
            "2,345 llamadas al 911 por sobredosis",
        ),
    ];
    for (unit, code, one, many) in cases {
        check_spanish(unit, code, "Zeta", one, many);
    }
}

#[test]
fn spanish_labels_stand_where_no_code_is_known() {
    use Unit::{Allegations, Arrests, Events, Offenses, UsesOfForce, Victims};
    let cases = [
        (
            Victims,
            "robbery_carjacking",
            "Robo de vehículo con violencia",
            "1 víctima de robo de vehículo con violencia",
            "2,345 víctimas de robo de vehículo con violencia",
        ),
        (
            Arrests,
            "murder",
            "Asesinato e intento de asesinato",
            "1 arresto por asesinato e intento de asesinato",
            "2,345 arrestos por asesinato e intento de asesinato",
        ),
        (
            Arrests,
            "all",
            "Todos los arrestos de personas adultas",
            "1 arresto de personas adultas",
            "2,345 arrestos de personas adultas",
        ),
        (
            Offenses,
            "aggravated_assault",
            "Agresión agravada, tiroteos incluidos",
            "1 agresión agravada (tiroteos incluidos)",
            "2,345 agresiones agravadas (tiroteos incluidos)",
        ),
        (
            UsesOfForce,
            "level_1",
            "Nivel 1",
            "1 incidente de uso de la fuerza (nivel 1)",
            "2,345 incidentes de uso de la fuerza (nivel 1)",
        ),
        (
            Allegations,
            "nfim",
            "NFIM, no amerita investigación formal",
            "1 acusación (NFIM, no amerita investigación formal)",
            "2,345 acusaciones (NFIM, no amerita investigación formal)",
        ),
        // A plural of Spanish does not tell its singular.
        (
            Events,
            "inspection",
            "Inspecciones",
            "1 caso de inspecciones",
            "2,345 inspecciones",
        ),
    ];
    for (unit, code, label, one, many) in cases {
        check_spanish(unit, code, label, one, many);
    }
}

#[test]
fn spanish_clauses_agree_with_their_nouns() {
    let clause_of = |unit, code: &str, count| {
        let label = "Del público";
        let line = line(unit, code, label, observed(&[count]));
        in_spanish(|| clause(&line, count, "Baltimore"))
    };
    use Unit::{Arrests, Complaints, Events, Offenses, Victims};
    let cases = [
        (
            Victims,
            "homicide",
            0,
            "no hubo personas asesinadas en Baltimore",
        ),
        (
            Victims,
            "homicide",
            1,
            "1 persona fue asesinada en Baltimore",
        ),
        (
            Victims,
            "homicide",
            348,
            "348 personas fueron asesinadas en Baltimore",
        ),
        (
            Victims,
            "shooting",
            1,
            "1 persona recibió disparos y sobrevivió en Baltimore",
        ),
        (
            Victims,
            "shooting",
            0,
            "la policía no registró tiroteos no mortales en Baltimore",
        ),
        (
            Offenses,
            "rape",
            1,
            "la policía registró 1 violación en Baltimore",
        ),
        (
            Arrests,
            "all",
            0,
            "la policía no hizo arrestos en Baltimore",
        ),
        (
            Arrests,
            "traffic",
            7,
            "la policía hizo 7 arrestos por delitos de tránsito en Baltimore",
        ),
        (Events, "violent", 1, "hubo 1 delito violento en Baltimore"),
        (
            Complaints,
            "public",
            1,
            "se recibió 1 queja (del público) sobre agentes de policía en Baltimore",
        ),
        (
            Complaints,
            "all",
            31,
            "se recibieron 31 quejas sobre agentes de policía en Baltimore",
        ),
        (
            Complaints,
            "all",
            0,
            "no se recibieron quejas sobre agentes de policía en Baltimore",
        ),
    ];
    for (unit, code, count, expected) in cases {
        assert_eq!(clause_of(unit, code, count), expected);
    }
}

#[test]
fn a_measure_begins_a_spanish_title() {
    let rate = line(Unit::Per1000Residents, "arrest", "Arrestos", observed(&[7]));
    let measure_of = |line: &Line| in_spanish(|| measure(line));
    assert_eq!(
        measure_of(&homicide(observed(&[3]))),
        "Víctimas de homicidio"
    );
    assert_eq!(measure_of(&rate), "Arrestos por cada 1,000 residentes");
    let share = Line {
        unit: Unit::Percent,
        ..rate
    };
    assert_eq!(measure_of(&share), "Arrestos (en porcentaje)");
    let number = Fixed {
        stored: 1240,
        decimals: 2,
    };
    assert_eq!(in_spanish(|| measured(&share, number)), "12.40\u{a0}%");
}
