//! How long the steps of a run took. The only use of a clock, and it ends in the report.

use jiff::Timestamp;
use serde::Serialize;

/// How long a step took.
#[derive(Clone, Debug, Serialize)]
pub struct StageTime {
    /// The step.
    pub stage: String,
    /// Milliseconds.
    pub milliseconds: u64,
}

/// Takes the time of one step after the other.
#[derive(Debug)]
pub struct Watch {
    clock: Option<fn() -> Timestamp>,
    since: Option<Timestamp>,
    stages: Vec<StageTime>,
}

impl Watch {
    /// Begins the first step; without a clock, no time is taken.
    #[must_use]
    pub fn new(clock: Option<fn() -> Timestamp>) -> Self {
        Self {
            clock,
            since: clock.map(|clock| clock()),
            stages: Vec::new(),
        }
    }

    /// Ends a step, and begins the next.
    pub fn lap(&mut self, stage: &str) {
        let now = self.clock.map(|clock| clock());
        if let (Some(since), Some(now)) = (self.since, now) {
            let milliseconds = now.as_millisecond() - since.as_millisecond();
            self.stages.push(StageTime {
                stage: stage.to_owned(),
                milliseconds: u64::try_from(milliseconds).unwrap_or(0),
            });
        }
        self.since = now;
    }

    /// The times of all steps.
    #[must_use]
    pub fn finish(self) -> Vec<StageTime> {
        self.stages
    }
}
