/** A short two-note sound, made on the spot; browsers allow it only after the first gesture on the page. */
import { getPreferences } from "../preferences/preferences";

const NOTES = [
  { hertz: 660, from: 0 },
  { hertz: 880, from: 0.09 },
];
const LOUDNESS = 0.08;
const LENGTH = 0.22;

let context: AudioContext | undefined;

/** Call once: the first press or key makes later sounds possible. */
export function prepareChime(): void {
  const unlock = () => {
    context ??= new AudioContext();
    void context.resume();
  };
  addEventListener("pointerdown", unlock, { once: true });
  addEventListener("keydown", unlock, { once: true });
}

export function chime(): void {
  if (!getPreferences().sound || !context) return;
  for (const { hertz, from } of NOTES) {
    const start = context.currentTime + from;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + LENGTH);
  }
}
