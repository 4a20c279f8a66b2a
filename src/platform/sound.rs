//! Tones, one after the other.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export function play_tones(pitches, step, onStep) {
    const audio = new AudioContext();
    const tone = new OscillatorNode(audio, { type: "triangle" });
    const loudness = new GainNode(audio, { gain: 0 });
    tone.connect(loudness).connect(audio.destination);
    const begin = audio.currentTime + 0.1;
    pitches.forEach((pitch, at) => {
        const when = begin + at * step;
        if (pitch > 0) tone.frequency.setValueAtTime(pitch, when);
        loudness.gain.setTargetAtTime(pitch > 0 ? 0.25 : 0, when, 0.01);
    });
    const end = begin + pitches.length * step;
    loudness.gain.setTargetAtTime(0, end, 0.02);
    tone.start(begin);
    tone.stop(end + 0.2);
    let last = -1;
    const timer = setInterval(() => {
        const at = Math.floor((audio.currentTime - begin) / step);
        if (at >= pitches.length) return stop(true);
        if (at > last) onStep((last = at));
    }, 20);
    function stop(isOver) {
        clearInterval(timer);
        tone.onended = null;
        audio.close();
        if (isOver) onStep(-1);
    }
    return { stop: () => stop(false) };
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    fn play_tones(pitches: &[f64], step: f64, on_step: &JsValue) -> Result<Playing, JsValue>;

    type Playing;

    #[wasm_bindgen(method)]
    fn stop(this: &Playing);
}

/// A melody that is heard; it ends when this is dropped.
pub struct Melody {
    playing: Playing,
    // It is called as long as the melody is heard.
    _on_step: Closure<dyn Fn(i32)>,
}

impl Melody {
    /// Plays a tone each `step_s` seconds; a pitch of none is a rest. `on_step` is told each position
    /// as it is heard, and none once all are over. Nothing where the browser plays no sounds.
    pub fn play(
        pitches_hz: &[Option<f64>],
        step_s: f64,
        on_step: impl Fn(Option<usize>) + 'static,
    ) -> Option<Self> {
        let pitches: Vec<f64> = pitches_hz
            .iter()
            .map(|pitch| pitch.unwrap_or(0.0))
            .collect();
        let on_step = Closure::<dyn Fn(i32)>::new(move |at: i32| on_step(usize::try_from(at).ok()));
        let playing = play_tones(&pitches, step_s, on_step.as_ref()).ok()?;
        Some(Self {
            playing,
            _on_step: on_step,
        })
    }
}

impl Drop for Melody {
    fn drop(&mut self) {
        self.playing.stop();
    }
}
