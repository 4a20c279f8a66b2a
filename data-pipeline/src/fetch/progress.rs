//! Shows a fetch while it runs: bars on a terminal, plain lines in a log.
//!
//! Only what happens is shown. What became of each source is the report's to say.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::{Event, Reporter, Unit};

/// Bars on standard error, one a source.
#[derive(Debug, Default)]
pub struct Bars {
    all: MultiProgress,
    bars: RefCell<BTreeMap<String, ProgressBar>>,
}

impl Bars {
    fn bar(&self, source: &str) -> ProgressBar {
        let mut bars = self.bars.borrow_mut();
        let bar = bars.entry(source.to_owned()).or_insert_with(|| {
            let bar = ProgressBar::new_spinner().with_prefix(source.to_owned());
            self.all.add(bar)
        });
        bar.clone()
    }
}

impl Reporter for Bars {
    fn tell(&self, source: &str, event: Event<'_>) {
        let bar = self.bar(source);
        match event {
            Event::Started { done, total, unit } => {
                bar.set_style(style(unit, total.is_some()));
                if let Some(total) = total {
                    bar.set_length(total);
                }
                bar.set_position(done);
                // The speed is that of this run, without the rows that were here before.
                bar.reset_eta();
            }
            Event::Advanced { done } => bar.set_position(done),
            Event::Retrying { .. } | Event::StartedOver { .. } => {
                // Where even the terminal cannot be written there is nobody to tell.
                let _ = self.all.println(line(source, &event).unwrap_or_default());
            }
            Event::Ended(outcome) => bar.abandon_with_message(match outcome {
                Ok(_) => "done",
                Err(_) => "failed",
            }),
        }
    }
}

/// The look of a bar; one that cannot be parsed falls back to the crate's own.
fn style(unit: Unit, bounded: bool) -> ProgressStyle {
    let template = match (unit, bounded) {
        (Unit::Rows, true) => "{prefix} {wide_bar} {human_pos}/{human_len} rows {eta} {msg}",
        (Unit::Rows, false) => "{prefix} {spinner} {human_pos} rows {msg}",
        (Unit::Bytes, true) => "{prefix} {wide_bar} {bytes}/{total_bytes} {eta} {msg}",
        (Unit::Bytes, false) => "{prefix} {spinner} {bytes} {msg}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Lines for a log, without a terminal's tricks.
#[derive(Debug)]
pub struct Lines<W> {
    log: RefCell<W>,
    tenths: RefCell<BTreeMap<String, (Option<u64>, u64)>>,
}

impl<W: Write> Lines<W> {
    /// Writes to a log.
    pub fn new(log: W) -> Self {
        Self {
            log: RefCell::new(log),
            tenths: RefCell::default(),
        }
    }

    /// Whether so much has been received that a log should say so: each tenth of a known total.
    fn is_worth_a_line(&self, source: &str, event: &Event<'_>) -> bool {
        let mut tenths = self.tenths.borrow_mut();
        match event {
            Event::Started { done, total, .. } => {
                let tenth = tenth(*done, *total);
                tenths.insert(source.to_owned(), (*total, tenth));
                true
            }
            Event::Advanced { done } => tenths.get_mut(source).is_some_and(|(total, last)| {
                let now = tenth(*done, *total);
                let grown = now > *last;
                *last = now;
                grown
            }),
            _ => true,
        }
    }
}

impl<W: Write> Reporter for Lines<W> {
    fn tell(&self, source: &str, event: Event<'_>) {
        if !self.is_worth_a_line(source, &event) {
            return;
        }
        if let Some(line) = line(source, &event) {
            // A log that cannot be written must not stop the fetch.
            let _ = writeln!(self.log.borrow_mut(), "{line}");
        }
    }
}

fn tenth(done: u64, total: Option<u64>) -> u64 {
    let total = total.unwrap_or_default().max(1);
    done.saturating_mul(10) / total
}

/// An event in words; how a source ended is left to the report.
fn line(source: &str, event: &Event<'_>) -> Option<String> {
    match event {
        Event::Started { done, total, unit } => {
            let unit = match unit {
                Unit::Rows => "rows",
                Unit::Bytes => "bytes",
            };
            let total = total.map_or_else(|| "unknown".to_owned(), |total| total.to_string());
            let here = match done {
                0 => String::new(),
                done => format!(", {done} here already"),
            };
            Some(format!("{source}: {total} {unit} to fetch{here}"))
        }
        Event::Advanced { done } => Some(format!("{source}: {done} received")),
        Event::Retrying { found, wait } => Some(format!(
            "{source}: {found}; asking again in {:.1} s",
            wait.as_secs_f64()
        )),
        Event::StartedOver { reason } => Some(format!("{source}: starting anew, because {reason}")),
        Event::Ended(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_log_has_a_line_a_tenth_and_one_for_each_trouble() {
        let lines = Lines::new(Vec::new());
        lines.tell(
            "crime",
            Event::Started {
                done: 5,
                total: Some(100),
                unit: Unit::Rows,
            },
        );
        for done in 6..=30 {
            lines.tell("crime", Event::Advanced { done });
        }
        let (found, wait) = ("HTTP 500", Duration::from_millis(1500));
        lines.tell("crime", Event::Retrying { found, wait });
        let log = String::from_utf8(lines.log.into_inner()).unwrap();
        assert_eq!(
            log,
            "crime: 100 rows to fetch, 5 here already\n\
             crime: 10 received\ncrime: 20 received\ncrime: 30 received\n\
             crime: HTTP 500; asking again in 1.5 s\n"
        );
    }
}
